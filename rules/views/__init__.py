"""Pages of the rules: for administrators, the versions of a text; for everybody, what the text says."""
