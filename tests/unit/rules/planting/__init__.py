"""Planting one wrong operator in what a reading emits, and looking for a household on which the readings then part."""
