"""One-time codes, consents and the address hint."""
