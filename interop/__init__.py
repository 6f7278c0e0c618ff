"""The only door to other administrations: connectors outwards, and stand-in servers to try them against."""
