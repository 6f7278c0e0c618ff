"""Rule texts and their readings. Import from the modules of this package; nothing is re-exported here."""
