"""Commands of the interop room."""
