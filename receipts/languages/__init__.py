"""The languages of letters: Spanish as written in the code, the co-official ones from the gettext catalogues here.

Knows neither Django nor any letter. An entry flagged *fuzzy* in its catalogue has not been read by a person yet; it is
used all the same, and the letter says so.
"""

from receipts.languages.catalogue import Translation, translation
from receipts.languages.phrases import Phrase, Words, say, titled
from receipts.languages.spoken import LANGUAGES, SPANISH, Language

__all__ = ["LANGUAGES", "SPANISH", "Language", "Phrase", "Translation", "Words", "say", "titled", "translation"]
