"""Reading the documents a text asks for (`documents.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from rules.language.check import Names, Scope, check
from rules.language.errors import Place
from rules.language.fields import article, expression, need, only, section, sentence
from rules.language.reader import Files, read
from rules.language.text import Entity, NeededDocument


def read_documents(files: Files, names: Names, law: str) -> Iterator[NeededDocument]:
    """The documents of a text, each with the checked condition that asks for it."""
    group = section(read(files, "documents.yaml").get("documents"), Place("documents.yaml", 1))
    for name, raw in group.items():
        item = section(raw, group.at(name))
        only(item, ("entity", "if", "article", "label", "why", "issuer", "accepts", "sensitive"))
        entity = cast(Entity, item.get("entity", "unit"))
        condition = expression(item, "if")
        check(condition, Scope(names, entity), item.at("if"), "bool")
        yield NeededDocument(
            id=name,
            entity=entity,
            condition=condition,
            label=sentence(item, "label"),
            why=sentence(item, "why"),
            issuer=sentence(item, "issuer"),
            accepts=tuple(need(item, "accepts")),
            article=article(item, law),
            sensitive=bool(item.get("sensitive", False)),
            place=group.at(name),
        )
