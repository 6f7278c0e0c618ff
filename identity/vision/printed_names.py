"""Surnames and names as they are printed on a card's front: the lines under their labels."""

from __future__ import annotations

import re

from identity.vision.labels import Label
from identity.vision.ocr import TextLine

_WORDS = re.compile(r"^[^\W\d_][^\d_]*$")
# The most space between two words, in heights of their letters; boxes reach half as far over one another.
_SPACE = 1.5
# Labels are printed at some 0.6 of the height of names: a line so much lower than the highest of its block is a label
# whose words were misread.
_LOW = 0.75
_Row = list[TextLine]


def people(lines: list[TextLine], labels: list[Label], width: float) -> dict[str, tuple[str, float]]:
    """Surnames and names: the lines under their labels, down to the next label of the column."""
    found: dict[str, list[_Row]] = {"surnames": [], "names": []}
    together = False
    heads = {id(label.line) for label in labels}
    for label in labels:
        if label.name not in found:
            continue
        same = {other.name for other in labels if other.line is label.line}
        if {"surnames", "names"} <= same and not _names_label_below(label, labels):
            together = True
            if label.name == "names":
                continue
        floor = min(
            (
                other.line.top
                for other in labels
                if other.line.top > label.line.bottom - 2 and _one_column(label, other)
            ),
            default=label.line.bottom + 0.2 * width,
        )
        for line in lines:
            near = abs(line.left - label.line.left) < 0.05 * width
            inside = label.line.bottom - 4 < (line.top + line.bottom) / 2 < min(floor, label.line.bottom + 0.11 * width)
            if id(line) not in heads and near and inside and _WORDS.match(line.text):
                found[label.name].append(_row(line, [other for other in lines if id(other) not in heads]))
    surnames, names = (_in_order(found[name]) for name in ("surnames", "names"))
    if together:
        return _split_block(surnames)
    if not any(label.name in found for label in labels):
        # Nothing says which words they are: the zone may tell.
        words = [line for line in lines if id(line) not in heads and _WORDS.match(line.text)]
        return {"people": _text_of([words])}
    if not any(label.name == "names" for label in labels):
        # Nothing says where the surnames end: the block may hold the names too.
        return {"people": _text_of(surnames)}
    return {"surnames": _text_of(surnames), "names": _text_of(names)}


def _names_label_below(label: Label, labels: list[Label]) -> bool:
    return any(
        other.name == "names" and other.line is not label.line and other.line.top > label.line.top for other in labels
    )


def _one_column(label: Label, other: Label) -> bool:
    return other.line.left < label.line.right and other.line.right > label.line.left


def _row(first: TextLine, lines: list[TextLine]) -> _Row:
    """A line with the words right behind it, which are sometimes found as lines of their own."""
    row = [first]
    while True:
        last = row[-1]
        high = last.bottom - last.top
        behind = [
            line
            for line in lines
            if -_SPACE / 2 * high < line.left - last.right < _SPACE * high
            and abs(line.top + line.bottom - last.top - last.bottom) < high
            and line.left > last.left
            and line.right > last.right
            and _WORDS.match(line.text)
        ]
        if not behind:
            return row
        row.append(min(behind, key=lambda line: line.left))


def _height(line: TextLine) -> float:
    return line.bottom - line.top


def _in_order(rows: list[_Row]) -> list[_Row]:
    """Each row once, from the top, without what is no name: a row too low for one, or of one letter, as the sex is."""
    least = _LOW * max((_height(row[0]) for row in rows), default=0.0)
    rows = [row for row in rows if _height(row[0]) >= least and sum(len(line.text) for line in row) > 1]
    behind = {id(line) for row in rows for line in row[1:]}
    each = {id(row[0]): row for row in rows if id(row[0]) not in behind}
    return sorted(each.values(), key=lambda row: row[0].top)


def _text_of(rows: list[_Row]) -> tuple[str, float]:
    lines = [line for row in rows for line in row]
    text = " ".join(line.text for line in lines).strip(" .,-·")
    return re.sub(r"\s+", " ", text), min((line.confidence for line in lines), default=0.0)


def _split_block(rows: list[_Row]) -> dict[str, tuple[str, float]]:
    """One block holds both on a TIE: surnames in capitals and names not so; else the last row is that of the names."""
    words = [word for row in rows for line in row for word in line.text.split()]
    if len(rows) > 1 and all(word == word.upper() for word in words):
        return {"surnames": _text_of(rows[:-1]), "names": _text_of(rows[-1:])}
    text, confidence = _text_of(rows)
    surnames = [word for word in text.split() if word == word.upper()]
    names = [word for word in text.split() if word != word.upper()]
    if not surnames or not names:
        return {"people": (text, confidence)}
    return {"surnames": (" ".join(surnames), confidence), "names": (" ".join(names), confidence)}
