"""How easy a Spanish text is to read: the INFLESZ scale (Szigriszt-Pazos formula, Barrio-Cantalejo bands).

206,835 − 62,3 × syllables/words − words/sentences. From 55 up a text is *normal* for the general public; 65 is easy.
"""

import re
from html.parser import HTMLParser
from itertools import pairwise

_STRONG = "aeoáéóíú"
_VOWELS = _STRONG + "iuü"
_BLOCKS = {"p", "li", "h1", "h2", "h3", "summary", "dd", "dt", "td", "th", "div", "a", "label", "legend"}


def syllables(word: str) -> int:
    """Syllables of a Spanish word: a vowel group counts one, and one more for each pair of strong vowels in it."""
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.lower())
    word = re.sub(r"y$", "i", word)
    total = 0
    for group in re.findall(f"[{_VOWELS}]+", word):
        total += 1 + sum(first in _STRONG and second in _STRONG for first, second in pairwise(group))
    return max(total, 1)


def inflesz(text: str) -> float:
    """Score of a text whose sentences end in a stop, a question or an exclamation mark, a colon or a line."""
    sentences = [part for part in re.split(r"[.!?…:;]+\s|[.!?…:;]+$|\n+", text) if re.search(r"[^\W\d_]{2}", part)]
    words = re.findall(r"[^\W\d_]+", text)
    return 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - len(words) / len(sentences)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "main"
        self.text += "\n" if tag in _BLOCKS - {"a"} else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.text += "\n" if tag in _BLOCKS - {"a"} else ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += re.sub(r"\s+", " ", data)


def main_text(html: str) -> str:
    """Text of the page's ``<main>``, a line for each block."""
    reader = _Reader()
    reader.feed(html)
    return re.sub(r"[ ]*\n[\n ]*", "\n", reader.text).strip()
