"""Stand-in administrations: real HTTP servers that answer about the synthetic people of `core.demonstration`."""

from interop.standins.server import FAULTS, StandIn, serve

__all__ = ["FAULTS", "StandIn", "serve"]
