"""Pages of fiscal control."""
