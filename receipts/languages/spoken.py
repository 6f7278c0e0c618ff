"""The languages letters know; what each is called and how it writes a day is core's."""

from core.spoken import LANGUAGES, SPANISH, Language

__all__ = ["LANGUAGES", "SPANISH", "Language"]
