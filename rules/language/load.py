"""From files of YAML to a checked, frozen text for a day."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from rules.language.asking import read_settle_first
from rules.language.case_rules import read_case_rules
from rules.language.check import Kind, Names, Scope, check, reads
from rules.language.documents import read_documents
from rules.language.errors import Place, RuleTextError
from rules.language.expressions import TRUE
from rules.language.facts import read_facts
from rules.language.feeds import feeds_of
from rules.language.fields import article, day, expression, need, only, section, sentence
from rules.language.graph import in_order
from rules.language.income import read_income
from rules.language.notes import read_doubts, read_effects, read_left_out
from rules.language.parameters import read_parameters
from rules.language.reader import Files, Section, plain, read
from rules.language.text import (
    Clause,
    Entity,
    Fact,
    Line,
    Requirement,
    RuleText,
    Shown,
    Variable,
)

_SENTENCES = ("met", "met_hidden", "not_met", "unknown", "not_applicable", "advice")
#: Days of a text kept, so that what was worked out for a day is not worked out again.
_REMEMBERED = 4096
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, eq=False)
class Edition:
    """A whole text: `law_begins` is when the benefit was created, `loaded_from` the first day written here."""

    benefit: str
    law_begins: date
    loaded_from: date
    text: RuleText
    files: Files

    def on(self, day: date) -> RuleText:
        """The text as it stands on a day from `loaded_from` on."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) > _REMEMBERED:
                self._days.clear()
            found = self._days[day] = replace(self.text, on=day)
        return found

    @cached_property
    def _days(self) -> dict[date, RuleText]:
        return {}

    def dates(self) -> list[date]:
        """Every day on which something changes."""
        return self._dates

    @cached_property
    def _dates(self) -> list[date]:
        days = {value.since for parameter in self.text.parameters.values() for value in parameter.values}
        return sorted({self.loaded_from, *(day for day in days if day > self.loaded_from)})


def load(files: Files) -> Edition:
    """Read, check and freeze a text; raises RuleTextError."""
    about = read(files, "benefit.yaml")
    law = str(need(about, "law"))
    sections = MappingProxyType(dict(section(need(about, "sections"), about.at("sections"))))
    parameters = read_parameters(files, law)
    facts = read_facts(files, sections, law)
    formulas = read(files, "variables.yaml")
    requirements = _requirements(files, law)
    names = _names(facts, requirements, parameters)
    variables = _variables(formulas, names, law)
    order = _order(variables, requirements)
    typed = _typed(order, names)
    checked = {item.id: item for item in typed if isinstance(item, Requirement)}
    text = RuleText(
        benefit=str(need(about, "benefit")),
        title=str(need(about, "title")),
        law=law,
        hash=f"{about['benefit']}@sha256:{_content_hash(files)}",
        on=day(about, "loaded_from"),
        parameters=MappingProxyType(parameters),
        facts=MappingProxyType(facts),
        variables=tuple(item for item in typed if isinstance(item, Variable)),
        requirements=tuple(checked[found.id] for found in requirements),
        order=typed,
        doubts=tuple(read_doubts(formulas, names, law)),
        documents=tuple(read_documents(files, names, law)),
        lines=tuple(_lines(formulas, names, law)),
        case_rules=read_case_rules(files, law),
        outcome=_outcome(about, names),
        sections=sections,
        feeds=feeds_of(typed, facts),
        income=MappingProxyType(read_income(files, law, day(about, "law_begins"))),
        last_published=day(about, "last_published"),
        effects=read_effects(about, law, names),
        left_out=tuple(read_left_out(files, law)),
        settle_first=read_settle_first(about, requirements),
    )
    _check_questions(facts, names)
    return Edition(text.benefit, day(about, "law_begins"), day(about, "loaded_from"), text, files)


def _content_hash(files: Files) -> str:
    content = {name: plain(read(files, name)) for name in sorted(files)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _names(facts: Mapping[tuple[Entity, str], Fact], found: list[Requirement], parameters: Mapping[str, Any]) -> Names:
    names = Names(parameters=parameters, requirements={requirement.id for requirement in found})
    for (entity, name), fact in facts.items():
        scope = names.unit if entity == "unit" else names.member
        if fact.coverage != "other_regime":
            scope[name] = Kind(fact.type, fact.options)
            if entity == "unit":
                names.shared[name] = scope[name]
    return names


def _variables(body: Section, names: Names, law: str) -> list[Variable]:
    only(body, ("unit", "member", "doubts", "lines"))
    found: list[Variable] = []
    entities: tuple[Entity, ...] = ("member", "unit")
    for entity in entities:
        group = section(need(body, entity), body.at(entity))
        for name, raw in group.items():
            item = section(raw, group.at(name))
            only(item, ("label", "formula", "article"))
            if name in (names.unit if entity == "unit" else names.member):
                raise RuleTextError(group.at(name), f"`{name}` is already a fact.", "Give the variable another name.")
            found.append(
                Variable(
                    name=name,
                    entity=entity,
                    type="bool",  # the real one is found in order
                    formula=expression(item, "formula"),
                    label=sentence(item, "label"),
                    article=article(item, law),
                    place=group.at(name),
                    source=sentence(item, "formula"),
                )
            )
    return found


def _requirements(files: Files, law: str) -> list[Requirement]:
    body = section(read(files, "requirements.yaml").get("requirements"), Place("requirements.yaml", 1))
    return [_requirement(name, section(item, body.at(name)), body.at(name), law) for name, item in body.items()]


def _requirement(name: str, body: Section, place: Place, law: str) -> Requirement:
    only(body, {"label", "article", "applies", "each", "clauses", "values", "wait", *_SENTENCES})
    where = article(body, law)
    if where is None:
        raise RuleTextError(place, f"`{name}` has no article.", "Say where the law asks for it.")
    values = section(body.get("values", Section(place)), place)
    return Requirement(
        id=name,
        label=sentence(body, "label"),
        article=where,
        applies=expression(body, "applies", TRUE),
        each=expression(body, "each") if "each" in body else None,
        clauses=tuple(_clause(section(item, body.at("clauses")), law) for item in need(body, "clauses")),
        values=tuple(Shown(key, expression(values, key), "bool") for key in values),
        sentences=MappingProxyType({key: sentence(body, key) for key in _SENTENCES}),
        wait=bool(body.get("wait", False)),
        place=place,
    )


def _clause(body: Section, law: str) -> Clause:
    only(body, ("id", "if", "article", "hide", "text"))
    return Clause(
        id=str(need(body, "id")),
        condition=expression(body, "if"),
        source=sentence(body, "if"),
        article=article(body, law),
        hide=bool(body.get("hide", False)),
        sentence=sentence(body, "text"),
        place=body.place,
    )


def _order(variables: list[Variable], requirements: list[Requirement]) -> list[Variable | Requirement]:
    items: dict[str, Variable | Requirement] = {f"{item.entity}.{item.name}": item for item in variables}
    needs = {key: set(reads(item.formula, item.entity)) for key, item in items.items() if isinstance(item, Variable)}
    for requirement in requirements:
        key = f"met.{requirement.id}"
        items[key] = requirement
        entity: Entity = "member" if requirement.each is not None else "unit"
        parts: Iterator[str] = (part for clause in requirement.clauses for part in reads(clause.condition, entity))
        needs[key] = {*parts, *reads(requirement.applies, "unit")}
        if requirement.each is not None:
            needs[key] |= set(reads(requirement.each, "member"))
    return [items[key] for key in in_order(needs, {key: item.place for key, item in items.items()})]


def _typed(order: list[Variable | Requirement], names: Names) -> tuple[Variable | Requirement, ...]:
    unit, member = Scope(names, "unit"), Scope(names, "member")
    done: list[Variable | Requirement] = []
    for item in order:
        if isinstance(item, Variable):
            kind = check(item.formula, unit if item.entity == "unit" else member, item.place)
            kind = Kind("int") if kind.literal else kind
            (names.unit if item.entity == "unit" else names.member)[item.name] = kind
            done.append(replace(item, type=kind.type))
            continue
        scope = unit if item.each is None else member
        check(item.applies, unit, item.place, "bool")
        for clause in item.clauses:
            check(clause.condition, scope, clause.place, "bool")
        if item.each is not None:
            check(item.each, member, item.place, "bool")
        done.append(item)
    return tuple(_shown(item, scope_of(item, names)) if isinstance(item, Requirement) else item for item in done)


def scope_of(requirement: Requirement, names: Names) -> Scope:
    """Whose names the clauses of a requirement use."""
    return Scope(names, "unit" if requirement.each is None else "member")


def _shown(requirement: Requirement, scope: Scope) -> Requirement:
    values = tuple(
        replace(value, type=check(value.expression, scope, requirement.place).type) for value in requirement.values
    )
    known = {"who", *(value.name for value in values)}
    for text in (*requirement.sentences.values(), *(clause.sentence for clause in requirement.clauses)):
        for name in _PLACE.findall(text):
            if name not in known:
                there = ", ".join(f"{{{one}}}" for one in sorted(known))
                raise RuleTextError(
                    requirement.place, f"La frase muestra {{{name}}}, que no existe.", f"Aquí puedes usar: {there}."
                )
    return replace(requirement, values=values)


def _lines(body: Section, names: Names, law: str) -> Iterator[Line]:
    group = section(body.get("lines", Section(body.place)), body.place)
    scope = Scope(names, "unit")
    for name, raw in group.items():
        item = section(raw, group.at(name))
        only(item, ("label", "amount", "if", "article", "from"))
        amount, condition = expression(item, "amount"), expression(item, "if", TRUE)
        check(amount, scope, item.at("amount"), "money")
        check(condition, scope, item.at("if"), "bool")
        where_from = sentence(item, "from")
        for shown in _PLACE.findall(where_from):
            if shown not in names.unit:
                raise RuleTextError(item.at("from"), f"There is no `{shown}`.", "Name a fact or variable of the unit.")
        yield Line(name, sentence(item, "label"), amount, condition, article(item, law), where_from, group.at(name))


def _check_questions(facts: Mapping[tuple[Entity, str], Fact], names: Names) -> None:
    for fact in facts.values():
        if fact.question:
            scope = Scope(names, fact.entity, both=True)
            check(fact.question.visible, scope, fact.place, "bool")
            if fact.question.typical:
                check(fact.question.typical, scope, fact.place, fact.type)
        if fact.not_covered_if:
            check(fact.not_covered_if, Scope(names, "unit"), fact.place, "bool")


def _outcome(about: Section, names: Names) -> Mapping[str, str]:
    body = section(need(about, "outcome"), about.at("outcome"))
    for key, name in body.items():
        if key == "payment_increase":
            if name not in names.parameters:
                raise RuleTextError(body.at(key), f"There is no parameter `{name}`.", "Check its spelling.")
        elif name not in names.unit:
            raise RuleTextError(body.at(key), f"`{name}` is not a variable of the unit.", "Check its spelling.")
    return MappingProxyType(dict(body))
