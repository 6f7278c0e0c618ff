"""Identity: documents, faces, one-time codes, consents and staff sign-in."""
