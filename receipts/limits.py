"""How many checks of papers one address may ask for: the page and the API count together."""

from core.limits import WINDOW_SECONDS, spend

__all__ = ["CODES", "FILES", "WINDOW_SECONDS", "spend"]

CODES, FILES = 60, 20
