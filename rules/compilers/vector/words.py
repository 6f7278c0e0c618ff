"""Words of a text as small numbers: the same word has the same number in every fact."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rules.compilers.vector.columns import Array, Column
from rules.language.expressions import Call, Constant, Name
from rules.language.text import Fact, RuleText


class Words:
    """The words of a text's enums and lists."""

    def __init__(self, text: RuleText) -> None:
        self._facts = text.facts

    @cached_property
    def _codes(self) -> dict[str, int]:
        found = sorted({word for fact in self._facts.values() for word in fact.options})
        if len(found) > np.iinfo(np.int8).max:
            raise ValueError("A text with more than 127 words needs wider columns.")
        return {word: code for code, word in enumerate(found)}

    def code(self, word: str) -> int:
        """The number of a word."""
        return self._codes[word]

    def bit(self, node: Call) -> int:
        """The bit of the word that `includes(name, 'word')` looks for."""
        match node.arguments:
            case (Name(name=name), Constant(value=str() as word)):
                return self.bit_of(next(fact for (_, n), fact in self._facts.items() if n == name), word)
        raise TypeError(node)

    def bit_of(self, fact: Fact, word: str) -> int:
        """The bit of a word in a list."""
        return 1 << fact.options.index(word)

    def table(self, fact: Fact, column: Column) -> Array:
        """What each value of a column of words, or of lists of them, is here; raises KeyError for a word unknown."""
        if fact.type == "enum":
            return np.array([self.code(self._known(fact, word)) for word in column.words], dtype=np.int8)
        bits = [self.bit_of(fact, self._known(fact, word)) for word in column.words]
        return np.array([sum(bit for at, bit in enumerate(bits) if mask >> at & 1) for mask in range(1 << len(bits))])

    def _known(self, fact: Fact, word: str) -> str:
        if word not in fact.options:
            raise KeyError(word)
        return word
