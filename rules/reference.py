"""A rule text laid out for reading: every rule with its article, its days, its doubts, its figures and its examples.

One arrangement for two readers: the public page, and the file that `manage.py rules_doc` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string

from rules import examples
from rules.compilers.interpret import written
from rules.language.case_parts import Article
from rules.language.expressions import TRUE, Attribute, Cell, Expression
from rules.language.load import Edition
from rules.language.text import Parameter, Requirement, RuleText
from rules.publishing.selectors import value_words

_FILLED_IN = re.compile(r"\{\w+\}")
_BOE = "https://www.boe.es/buscar/act.php?id="
_PROVISIONS = {"DA": "Disposición adicional", "DT": "Disposición transitoria"}
_NORMS = {"BOE-A-2022-15764": "RD 789/2022"}
_SENTENCES = {
    "met": "Si se cumple",
    "not_met": "Si no se cumple",
    "unknown": "Si falta un dato",
    "not_applicable": "Si no se aplica",
    "advice": "Consejo",
}
_ANSWERS = {"met": "se cumple", "not_met": "no se cumple", "unknown": "falta un dato"}
#: After every question.
_LAST = 10_000
_COUNTS = {"gross": "cuenta el bruto", "net": "cuenta el neto", "none": "no cuenta", "paid": "cuenta lo cobrado"}


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a parameter with its days; `rows` are label, amount, ``derived`` or ``published``."""

    since: date
    until: date | None
    in_force: bool
    rows: list[tuple[str, str, str]]
    source: str
    doubtful: str

    @property
    def columns(self) -> int:
        """How many columns its table has."""
        return len(self.rows) + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter with all its dated values, the latest first."""

    name: str
    label: str
    article: str
    link: str
    values: list[DatedValue]


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement or a formula. `since` is the first day of the youngest figure it reads; None if it reads none."""

    anchor: str
    label: str
    article: str
    link: str
    cases: list[tuple[str, str, str]]
    sentences: list[tuple[str, str]]
    figures: list[tuple[str, str, date, date | None]]
    doubts: list[str]
    examples: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact as it is asked; `label` is empty where nobody is asked for it.

    `serves` are requirements, anchor and label; `answerers` who can say it instead, the article by which they are
    asked, and what is doubtful in that.
    """

    name: str
    label: str
    why: str
    serves: list[tuple[str, str]]
    answerers: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Reference:
    """All of a text on a day, in the order it is read."""

    title: str
    law: str
    hash: str
    on: date
    requirements: list[Rule]
    amounts: list[Rule]
    figures: list[Figure]
    income: list[tuple[str, str, str, str, str]]
    questions: list[Asked]
    documents: list[tuple[str, str, str]]
    doubts: list[tuple[str, str, str]]
    left_out: list[tuple[str, str, str]]
    effects: tuple[str, str, str] | None
    examples: int


def reference_of(edition: Edition, on: date) -> Reference:
    """A text as it stands on a day."""
    text = edition.on(on)
    worked = list(examples.examples_of(edition.benefit))
    begins = text.effects
    return Reference(
        title=text.title,
        law=text.law,
        hash=text.hash,
        on=on,
        requirements=[_requirement(text, item, worked) for item in text.requirements],
        amounts=list(_formulas(text)),
        figures=[_figure(text, parameter) for parameter in text.parameters.values()],
        income=[
            (kind.label, _COUNTS[kind.counting(on)], _number(kind.article), kind.reason, kind.doubtful)
            for kind in text.income.values()
        ],
        questions=list(_questions(text)),
        documents=[(item.label, item.why, written(item.condition)) for item in text.documents],
        doubts=[(item.id, _number(item.article), item.reason) for item in text.doubts],
        left_out=[(_cited(item.article), item.says, item.reason) for item in text.left_out],
        effects=(_number(begins.article), begins.label, written(begins.day)) if begins else None,
        examples=len(worked),
    )


@lru_cache(maxsize=8)
def page_of(edition: Edition, on: date) -> str:
    """The arranged text as HTML, without its page: laid out once for each text and day."""
    return render_to_string("rules/reference/body.html", {"reference": reference_of(edition, on)})


def _number(article: Article | None) -> str:
    return article.art if article else ""


def _cited(article: Article | None) -> str:
    """An article of whatever norm, as a heading."""
    if article is None:
        return "Sin artículo"
    kind, number = _PROVISIONS.get(article.art[:2], "Artículo"), article.art.removeprefix("DA").removeprefix("DT")
    norm = _NORMS.get(article.law)
    return f"{kind} {number} del {norm}" if norm else f"{kind} {number}"


def _link(article: Article | None) -> str:
    return f"{_BOE}{article.law}" if article else ""


def _requirement(text: RuleText, item: Requirement, worked: list[examples.Example]) -> Rule:
    applies = [("Se pide si", written(item.applies), "")] if item.applies != TRUE else []
    each = [("A quién", written(item.each), "")] if item.each is not None else []
    cases = [
        ("Regla general" if clause.id == "general" else "Excepción", clause.source, _readable(clause.sentence))
        for clause in item.clauses
    ]
    conditions = [clause.condition for clause in item.clauses] + [item.applies]
    return Rule(
        anchor=f"requisito-{item.id}",
        label=item.label,
        article=_number(item.article),
        link=_link(item.article),
        cases=[*applies, *each, *cases],
        sentences=[
            (words, _readable(item.sentences[name])) for name, words in _SENTENCES.items() if item.sentences.get(name)
        ],
        figures=_figures_read(text, conditions),
        doubts=[doubt.reason for doubt in text.doubts if _same(doubt.article, item.article)],
        examples=list(_examples(item.id, worked)),
    )


def _questions(text: RuleText) -> Iterator[Asked]:
    """The questions in the order in which they stand in the form, and then what is never asked."""
    facts = [fact for fact in text.facts.values() if fact.question or fact.answered_by]
    labels = {item.id: item.label for item in text.requirements}
    for fact in sorted(facts, key=lambda fact: fact.question.order if fact.question else _LAST):
        feeds = text.feeds[(fact.entity, fact.name)]
        yield Asked(
            name=fact.name,
            label=fact.question.label if fact.question else "",
            why=fact.question.why if fact.question else "",
            serves=[(f"requisito-{id}", label) for id, label in labels.items() if id in feeds],
            answerers=[(one.who, _number(one.article), one.doubtful) for one in fact.answered_by],
        )


def _readable(sentence: str) -> str:
    """A sentence without the marks of what is filled in case by case."""
    return _FILLED_IN.sub("…", sentence)


def _same(one: Article | None, other: Article) -> bool:
    return one is not None and (one.law, one.art) == (other.law, other.art)


def _examples(id: str, worked: list[examples.Example]) -> Iterator[tuple[str, str, str]]:
    for example in worked:
        for key, answer in _ANSWERS.items():
            if id in example.gives.get(key, ()):
                yield example.name, str(example.case["on"]), answer


def _formulas(text: RuleText) -> Iterator[Rule]:
    for item in text.variables:
        yield Rule(
            anchor=f"calculo-{item.entity}-{item.name}",
            label=item.label,
            article=_number(item.article),
            link=_link(item.article),
            cases=[("De cada persona" if item.entity == "member" else "De la unidad", item.source, "")],
            sentences=[],
            figures=_figures_read(text, [item.formula]),
            doubts=[],
            examples=[],
        )


def _figures_read(text: RuleText, expressions: list[Expression]) -> list[tuple[str, str, date, date | None]]:
    """Name, label and days of each figure that the expressions read."""
    names = dict.fromkeys(name for one in expressions for name in _parameters_in(one))
    values = [(text.parameters[name], text.value(name)) for name in names]
    return [(parameter.name, parameter.label, value.since, value.until) for parameter, value in values]


def _parameters_in(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Attribute) and expression.owner == "p":
        yield expression.name
    if isinstance(expression, Cell):
        yield expression.table
    for part in expression.parts():
        yield from _parameters_in(part)


def _figure(text: RuleText, parameter: Parameter) -> Figure:
    now = parameter.on(text.on)
    return Figure(
        name=parameter.name,
        label=parameter.label,
        article=_number(parameter.article),
        link=_link(parameter.article),
        values=[
            DatedValue(
                since=value.since,
                until=value.until,
                in_force=value is now,
                rows=value_words(parameter, value),
                source=value.source,
                doubtful=value.doubtful,
            )
            for value in reversed(parameter.values)
        ],
    )
