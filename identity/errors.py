"""Texts of the identity room in the error catalogue."""
