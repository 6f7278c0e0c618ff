"""The room where a submitted application becomes a dossier and ends in a signed decision."""
