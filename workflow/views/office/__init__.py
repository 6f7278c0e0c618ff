"""Pages of the processor: queue, search, dossier, acts. Each asks the policies before it shows or does anything."""
