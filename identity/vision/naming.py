"""Surnames and names from the front and from the zone: which spelling is told, and how far they agree.

No check digit covers a name, so it takes two readings to contradict a third: the front's line, and the zone's as each
of the two readers gave it. One or two letters apart is a misreading as likely as another name. A zone with no place
left may have cut the name: what stands in it is compared as far as it goes and is never told as the whole name.
In a shaken picture the labels below a name are read as more of it: where the zone says how the name goes, they go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from identity.vision.agreement import AGREES, DIFFERS, NOT_READ, SURE, another_name, letters, letters_apart
from identity.vision.fields import Field
from identity.vision.mrz import LINE_LENGTH, PASSPORT_LENGTH, Mrz

PARTS = ("surnames", "names")
# Of given names that were cut, fewer letters than this are kept only where the surnames had to be cut as well.
_HEAD = 5
# Words of the labels that stand below the names, each with how many of its letters may have been misread.
_LABELS = {"NOMBRE": 1, "SEXO": 1, "FECHA": 1, "NACIONALIDAD": 2, "NACIMIENTO": 2} | {
    "SEXE": 1, "SEXUA": 1, "IZENA": 1, "DATA": 0, "NACIONALITAT": 2, "NACIONALIDADE": 2, "NAZIONALITATEA": 2
}  # fmt: skip
# Words after which a Spanish name goes on.
_JOINING = frozenset({"DE", "DEL", "LA", "LAS", "LOS", "Y", "I"})


@dataclass(frozen=True)
class Names:
    """What is told of each part (absent: not read), where from, and whether front and zone agree on it."""

    told: dict[str, tuple[Field, str]]
    sides: dict[str, str]


@dataclass(frozen=True)
class _Coded:
    """One reading of a zone's name line, in letters only; ``cut`` the parts that may go on beyond the last place, of
    which so many were ``left``.
    """

    surnames: str
    names: str
    cut: frozenset[str]
    left: int

    def part(self, name: str) -> str:
        return self.surnames if name == "surnames" else self.names


def together(printed: dict[str, Field], zone: Mrz | None) -> Names:
    """The names of a document from its front (perhaps none) and its zone (perhaps none)."""
    readings = _readings(zone)
    front = _parted(printed, readings)
    readings = [_narrowed(reading, front) for reading in readings]
    front = {name: _without_labels(field, name, readings) for name, field in front.items()}
    told: dict[str, tuple[Field, str]] = {}
    sides: dict[str, str] = {}
    for name in PARTS:
        coded = [reading for reading in readings if reading.part(name)]
        sure = round(zone.confidence, 3) if zone is not None else 0.0
        if name in front and coded:
            sides[name] = _state(front[name], name, coded)
            if sides[name] == AGREES:
                both = round(1 - (1 - front[name].confidence) * (1 - sure), 3)
                if not _broken_off(front[name].value, name, coded):
                    told[name] = Field(_in_words(front[name].value, name, coded), both), "both"
                continue
        elif name in front:
            told[name] = front[name], "front"
            continue
        whole = _whole(name, coded, alone=name not in front)
        if whole:
            told[name] = Field(whole.replace("<", " "), sure), "mrz"
    return Names(told, sides)


def _readings(zone: Mrz | None) -> list[_Coded]:
    """The zone's name line as each reader gave it. It counts only where the rest of the zone holds."""
    if zone is None or not zone.valid:
        return []
    lines = zone.name_readings or (zone.name_line,)
    return [_coded(line, LINE_LENGTH if zone.format == "TD1" else PASSPORT_LENGTH - 5) for line in lines]


def _coded(line: str, places: int) -> _Coded:
    surnames, _, names = line.partition("<<")
    cut: set[str] = set()
    left = places - len(line)
    # A place is left for each part whose cut fell between two words.
    if left <= len(PARTS):
        cut.add("names" if names else "surnames")
        if len(names.replace("<", "")) < _HEAD:
            cut.add("surnames")
    return _Coded(surnames, names, frozenset(cut), left)


def _narrowed(reading: _Coded, front: dict[str, Field]) -> _Coded:
    """Two places are left only where both parts were cut: with the surnames whole, the names are whole too."""
    whole = replace(reading, cut=reading.cut - {"surnames"})
    if reading.left == len(PARTS) and "surnames" in front and _same(front["surnames"].value, "surnames", whole):
        return replace(reading, cut=frozenset())
    return reading


def _without_labels(front: Field, name: str, readings: list[_Coded]) -> Field:
    """A part without the labels read behind it, where the zone says how it begins, or how it goes."""
    words = front.value.replace("/", " ").split()
    for reading in readings:
        own = next((end for end in range(1, len(words)) if _same(" ".join(words[:end]), name, reading)), 0)
        label = next((at for at in range(own, len(words)) if _is_label(words[at])), 0)
        if own and label:
            kept = label if name in reading.cut else own
            return Field(" ".join(words[:kept]), front.confidence)
    return front


def _is_label(word: str) -> bool:
    said = letters(word)
    return any(letters_apart(said, label) <= misread for label, misread in _LABELS.items())


def _parted(printed: dict[str, Field], readings: list[_Coded]) -> dict[str, Field]:
    """Both parts; where the label between them was not read, the zone tells where the second begins."""
    if "people" not in printed:
        return {name: printed[name] for name in PARTS if name in printed}
    words, sure = printed["people"].value.split(), printed["people"].confidence
    for reading in readings:
        for place in range(1, len(words)):
            first, second = " ".join(words[:place]), " ".join(words[place:])
            if _same(first, "surnames", reading) and _same(second, "names", reading):
                return {"surnames": Field(first, sure), "names": Field(second, sure)}
    return _among(words, sure, readings)


def _among(words: list[str], sure: float, readings: list[_Coded]) -> dict[str, Field]:
    """Both parts where each stands whole among other words, as where a label was taken for a name."""
    for reading in readings:
        found = {name: part for name in PARTS if name not in reading.cut and (part := _standing(words, name, reading))}
        if len(found) == len(PARTS):
            return {name: Field(part, sure) for name, part in found.items()}
    return {}


def _standing(words: list[str], name: str, reading: _Coded) -> str:
    parts = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return next((part for part in parts if _same(part, name, reading)), "")


def _same(value: str, name: str, reading: _Coded) -> bool:
    said, coded = letters(value), letters(reading.part(name))
    ways = {said, letters(value.upper().replace("Ñ", "NXX"))}
    if coded in ways:
        return bool(coded)
    return name in reading.cut and len(coded) > 1 and any(way.startswith(coded) for way in ways)


def _state(front: Field, name: str, coded: list[_Coded]) -> str:
    if any(_same(front.value, name, reading) for reading in coded):
        return AGREES
    if any(name in reading.cut and letters(front.value).startswith(letters(reading.part(name))) for reading in coded):
        return NOT_READ  # one letter was left of it: too little to agree, and nothing against it
    clear = len({reading.part(name) for reading in coded}) == 1 and front.confidence >= SURE
    return DIFFERS if clear and another_name(front.value, coded[0].surnames + "<" + coded[0].names) else NOT_READ


def _broken_off(value: str, name: str, coded: list[_Coded]) -> bool:
    """Whether a name ends where none does, and the zone was cut before it could say how it goes on."""
    return value.upper().rpartition(" ")[2] in _JOINING and all(name in reading.cut for reading in coded)


def _in_words(value: str, name: str, coded: list[_Coded]) -> str:
    """The front's spelling in the words of a zone that has the whole of it: spaces are misread, letters set apart."""
    for reading in coded:
        if name in reading.cut or letters(value) != letters(reading.part(name)):
            continue
        words, rest = [], value.replace(" ", "")
        for word in reading.part(name).split("<"):
            end = next((end for end in range(1, len(rest) + 1) if letters(rest[:end]) == letters(word)), len(rest))
            words.append(rest[:end])
            rest = rest[end:]
        return re.sub(r" ?- ?", "-", " ".join(words)) + rest
    return value


def _whole(name: str, coded: list[_Coded], alone: bool) -> str:
    """What the zone says of a part, where that is the whole of it and nobody reads it otherwise; else nothing."""
    said = {reading.part(name) for reading in coded}
    if len(said) != 1 or any(name in reading.cut for reading in coded):
        return ""
    # Against a front that reads otherwise, only both readers together are believed.
    return said.pop() if alone or len(coded) > 1 else ""
