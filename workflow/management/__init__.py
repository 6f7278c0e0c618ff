"""Commands of this room; demonstration data live here because they touch every room."""
