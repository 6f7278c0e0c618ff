"""Pages of the processor: queue, search, dossier, acts. Every one asks the policies before it shows or does anything."""
