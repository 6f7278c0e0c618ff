"""Pages of the simulator, by audience."""
