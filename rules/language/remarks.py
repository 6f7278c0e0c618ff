"""What a text says about itself, once read: doubts, when its effects begin, and what of the law it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from rules.language.case_parts import Article
from rules.language.errors import Place
from rules.language.expressions import Expression


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule the law file marks doubtful, and when it makes a difference."""

    id: str
    condition: Expression
    reason: str
    article: Article | None
    place: Place


@dataclass(frozen=True, slots=True)
class Effects:
    """From which day what is asked for on a day is due."""

    day: Expression
    label: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the law says and a text does not decide, and why it does not."""

    id: str
    says: str
    reason: str
    article: Article | None
    place: Place
