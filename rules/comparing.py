"""What differs between two texts of a benefit, rule by rule: for who publishes, and for who checks it later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.money import euros
from rules.compilers.interpret import written
from rules.language.text import Article, Fact, NeededDocument, Parameter, Requirement, RuleText, Value, Variable

PARAMETER = "parámetro"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same. `before` or `after` is empty where the other text has it alone."""

    part: str
    name: str
    what: str
    before: str
    after: str
    article: str


def differences(one: RuleText, other: RuleText) -> list[Difference]:
    """What changes from `one` to `other`, in the order of the parts of a text."""
    return [
        difference
        for part, before, after in (
            (PARAMETER, _parameters(one), _parameters(other)),
            ("dato", _facts(one), _facts(other)),
            ("variable", _variables(one), _variables(other)),
            ("requisito", _requirements(one), _requirements(other)),
            ("documento", _documents(one), _documents(other)),
            ("ingreso", _income(one), _income(other)),
            ("duda", _doubts(one), _doubts(other)),
            ("efectos", _effects(one), _effects(other)),
            ("sin decidir", _left_out(one), _left_out(other)),
            ("formulario", _settled_first(one), _settled_first(other)),
        )
        for difference in _compared(part, before, after)
    ]


#: For each name: the article, and what is said of it under each heading.
_Described = Mapping[str, tuple[str, Mapping[str, str]]]


def _compared(part: str, before: _Described, after: _Described) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        article, old = before.get(name, ("", {}))
        other_article, new = after.get(name, ("", {}))
        for what in dict.fromkeys((*old, *new)):
            if old.get(what) != new.get(what):
                yield Difference(part, name, what, old.get(what, ""), new.get(what, ""), other_article or article)


def _parameters(text: RuleText) -> _Described:
    return {name: (_number(parameter.article), dict(_values(parameter))) for name, parameter in text.parameters.items()}


def _values(parameter: Parameter) -> Iterator[tuple[str, str]]:
    yield "etiqueta", parameter.label
    for value in parameter.values:
        cells = value.value if isinstance(value.value, Mapping) else {"": value.value}
        for key, cell in cells.items():
            where = f"{value.since.isoformat()}{f' [{key}]' if key != '' else ''}"
            shown = euros(cell) if parameter.unit == "money" and isinstance(cell, int) else str(cell)
            yield where, f"{shown}{_mark(value, key)}"
        yield f"{value.since.isoformat()} fuente", value.source


def _mark(value: Value, key: object) -> str:
    marks = [*(["derivado"] if value.status_of(key) == "derived" else []), *(["dudoso"] if value.doubtful else [])]
    return f" ({', '.join(marks)})" if marks else ""


def _facts(text: RuleText) -> _Described:
    return {f"{entity}.{name}": ("", dict(_fact(fact))) for (entity, name), fact in text.facts.items()}


def _fact(fact: Fact) -> Iterator[tuple[str, str]]:
    yield "tipo", fact.type
    yield "valores", ", ".join(fact.options)
    yield "valor cerrado", str(fact.closed)
    yield "lectura", fact.coverage
    if fact.question:
        yield "pregunta", fact.question.label
        yield "ayuda", fact.question.help
        yield "por qué", fact.question.why
        yield "se ve si", written(fact.question.visible)


def _variables(text: RuleText) -> _Described:
    return {f"{item.entity}.{item.name}": _variable(item) for item in text.variables}


def _variable(item: Variable) -> tuple[str, Mapping[str, str]]:
    return (_number(item.article), {"etiqueta": item.label, "fórmula": item.source})


def _requirements(text: RuleText) -> _Described:
    return {item.id: (item.article.art, dict(_requirement(item))) for item in text.requirements}


def _requirement(item: Requirement) -> Iterator[tuple[str, str]]:
    yield "etiqueta", item.label
    yield "se aplica si", written(item.applies)
    for clause in item.clauses:
        yield f"caso {clause.id}", clause.source
    for name, sentence in item.sentences.items():
        yield f"frase {name}", sentence


def _documents(text: RuleText) -> _Described:
    return {item.id: _document(item) for item in text.documents}


def _document(item: NeededDocument) -> tuple[str, Mapping[str, str]]:
    said = {"etiqueta": item.label, "se pide si": written(item.condition), "vale": ", ".join(item.accepts)}
    return (_number(item.article), said)


def _income(text: RuleText) -> _Described:
    return {
        kind.name: (
            kind.article.art,
            {"cuenta": "; ".join(f"{day.isoformat()} {how}" for day, how in kind.counts), "razón": kind.reason},
        )
        for kind in text.income.values()
    }


def _doubts(text: RuleText) -> _Described:
    return {
        item.id: (_number(item.article), {"toca si": written(item.condition), "razón": item.reason})
        for item in text.doubts
    }


def _effects(text: RuleText) -> _Described:
    if text.effects is None:
        return {}
    said = {"etiqueta": text.effects.label, "día": written(text.effects.day)}
    return {"efectos": (_number(text.effects.article), said)}


def _left_out(text: RuleText) -> _Described:
    return {item.id: (_number(item.article), {"dice": item.says, "razón": item.reason}) for item in text.left_out}


def _settled_first(text: RuleText) -> _Described:
    """In which order the form settles its subjects."""
    subjects = {f"asunto {place}": ", ".join(ids) for place, ids in enumerate(text.settle_first, start=1)}
    return {"qué se aclara antes": ("", subjects)} if subjects else {}


def _number(article: Article | None) -> str:
    return article.art if article else ""
