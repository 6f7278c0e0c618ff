"""Publishing rule texts: written by one administrator, tried, signed by another, and counting from a day (0019)."""
