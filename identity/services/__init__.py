"""Verbs of the identity room."""
