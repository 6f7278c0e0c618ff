"""Pages of the identity room, by audience."""
