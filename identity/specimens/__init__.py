"""Drawn cards, photographs of them and drawn faces, for the demonstration and the tests."""
