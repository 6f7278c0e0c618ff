"""Pages of central administration over dossiers: relocation, the flow drawn, the history. Numbers, never contents."""
