"""Hostile input, made by the thousand from a seed."""
