"""The dossier: clock, comparison and the engine\x27s nodes."""
