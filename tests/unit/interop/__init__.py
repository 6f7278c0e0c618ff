"""The interop room against real stand-ins over real HTTP."""
