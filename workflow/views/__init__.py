"""Pages of the office and its audiences."""
