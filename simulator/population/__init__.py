"""Populations for the policy simulator: a synthetic one, and those that people bring as tables."""
