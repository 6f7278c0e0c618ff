"""Reading what a text says about itself: its doubts, the day its effects begin, and what of the law it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from rules.language.check import Names, Scope, check
from rules.language.errors import Place, RuleTextError
from rules.language.fields import article, expression, need, only, section, sentence
from rules.language.reader import Files, Section, read
from rules.language.remarks import Doubt, Effects, LeftOut

_LEFT_OUT = "left_out.yaml"


def read_doubts(body: Section, names: Names, law: str) -> Iterator[Doubt]:
    """The doubts of a text, with their checked conditions."""
    group = section(body.get("doubts", Section(body.place)), body.place)
    for name, raw in group.items():
        item = section(raw, group.at(name))
        only(item, ("article", "reason", "if"))
        condition = expression(item, "if")
        check(condition, Scope(names, "unit"), item.at("if"), "bool")
        yield Doubt(name, condition, sentence(item, "reason"), article(item, law), group.at(name))


def read_effects(about: Section, law: str, names: Names) -> Effects | None:
    """The day the right begins, by `on` and parameters only; None in texts older than this."""
    if "effects" not in about:
        return None
    item = section(about["effects"], about.at("effects"))
    only(item, ("article", "label", "day"))
    need(item, "label")
    day = expression(item, "day")
    check(day, Scope(Names(parameters=names.parameters), "unit"), item.at("day"), "date")
    return Effects(day, sentence(item, "label"), article(item, law))


def read_left_out(files: Files, law: str) -> Iterator[LeftOut]:
    """What a text leaves out; nothing in texts that do not list it."""
    if _LEFT_OUT not in files:
        return
    group = section(read(files, _LEFT_OUT).get("left_out"), Place(_LEFT_OUT, 1))
    for name, raw in group.items():
        item = section(raw, group.at(name))
        only(item, ("article", "says", "reason"))
        for key in ("says", "reason"):
            if not sentence(item, key):
                raise RuleTextError(group.at(name), f"`{name}` does not say `{key}`.", f"Write `{key}` under it.")
        yield LeftOut(name, sentence(item, "says"), sentence(item, "reason"), article(item, law), group.at(name))
