"""Reading kinds of income (`income.yaml`): how each counts, from which day, by which article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from rules.language.case_parts import Article
from rules.language.errors import Place, RuleTextError
from rules.language.fields import article, need, only, section, sentence
from rules.language.reader import Files, Section, read

Counting = Literal["gross", "net", "none", "paid"]
_COUNTINGS = ("gross", "net", "none", "paid")


@dataclass(frozen=True, slots=True)
class IncomeKind:
    """A kind of income. `counts` says how it does since each day, oldest first; `doubtful` why that is not certain."""

    name: str
    label: str
    counts: tuple[tuple[date, Counting], ...]
    article: Article
    reason: str
    doubtful: str
    sensitive: bool
    place: Place

    def counting(self, day: date) -> Counting:
        """How it counts on a day; as it did first, before that."""
        return next((how for since, how in reversed(self.counts) if since <= day), self.counts[0][1])


def read_income(files: Files, law: str, since: date) -> dict[str, IncomeKind]:
    """The kinds of income of a text, by name; none where the text has no such file."""
    if "income.yaml" not in files:
        return {}
    body = section(read(files, "income.yaml").get("kinds"), Place("income.yaml", 1))
    return {name: _kind(name, section(item, body.at(name)), law, since) for name, item in body.items()}


def _kind(name: str, body: Section, law: str, since: date) -> IncomeKind:
    only(body, {"label", "counts", "article", "reason", "doubtful", "sensitive"})
    where = article(body, law)
    if where is None:
        raise RuleTextError(body.place, f"`{name}` has no article.", "Say where the law counts it or leaves it out.")
    written = need(body, "counts")
    dated: Mapping[date, object] = written if isinstance(written, Mapping) else {since: written}
    for how in dated.values():
        if how not in _COUNTINGS:
            raise RuleTextError(
                body.at("counts"), f"`{how}` is no way of counting.", f"There are: {', '.join(_COUNTINGS)}."
            )
    need(body, "reason")
    return IncomeKind(
        name=name,
        label=sentence(body, "label"),
        counts=tuple((day, cast(Counting, dated[day])) for day in sorted(dated)),
        article=where,
        reason=sentence(body, "reason"),
        doubtful=sentence(body, "doubtful"),
        sensitive=bool(body.get("sensitive", False)),
        place=body.place,
    )
