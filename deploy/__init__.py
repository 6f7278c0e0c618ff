"""How Amparo runs for real: servers as child processes, and the whole stack on one machine. See ``README.md``."""
