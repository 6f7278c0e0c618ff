"""Management commands of the rules."""
