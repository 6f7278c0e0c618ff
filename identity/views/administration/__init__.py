"""Pages of central administration: offices, staff, what waits for a second person, and the history of everything."""
