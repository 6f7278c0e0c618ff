"""A text with some of its figures changed, in memory: what a reform would say, written and checked as any text is.

Nothing is kept and nothing in force changes. The change is made in the text's own files and they are read again from
the beginning, so a figure the checker would refuse in a text is refused here, with the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from rules import texts_store
from rules.language.errors import Place, RuleTextError
from rules.language.load import load
from rules.language.reader import Files, read
from rules.types import Figure, RuleText

_FILE = "parameters.yaml"
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def figures(text: RuleText) -> Iterator[Figure]:
    """Every figure of a text in force on its day, but dates."""
    for parameter in text.parameters.values():
        value = text.value(parameter.name).value
        cells = value if isinstance(value, Mapping) else {"": value}
        for cell, held in cells.items():
            if isinstance(held, int):
                yield Figure(parameter.name, str(cell), parameter.label, parameter.unit, held)


def reformed(text: RuleText, changes: Mapping[str, str], files: Files | None = None) -> RuleText:
    """The text of the same day with figures changed: key of `Figure` → what its author writes (`800.00`, `12`).

    `files` are the text's own, where it is neither the release's nor a published one (`rules.version_texts`).
    Raises RuleTextError, in Spanish, where there is no such figure or the checker refuses what is written: whoever asks
    for a reform sits at a screen.
    """
    if not changes:
        return text
    try:
        return _reformed(text, changes, files or texts_store.edition_of(text).files)
    except RuleTextError as error:
        raise error.in_spanish() from None


def _reformed(text: RuleText, changes: Mapping[str, str], known: Files) -> RuleText:
    files = dict(known)
    body = _copied(read(files, _FILE))
    for key, written in changes.items():
        _change(text, body["parameters"], key, written)
    files[_FILE] = yaml.dump(body, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    return load(files).on(text.on)


def _copied(section: Any) -> Any:
    if isinstance(section, dict):
        return {key: _copied(item) for key, item in section.items()}
    return [_copied(item) for item in section] if isinstance(section, list) else section


def _change(text: RuleText, parameters: Any, key: str, written: str) -> None:
    name, _, cell = key.removesuffix("]").partition("[")
    figure = next((found for found in figures(text) if found.key == key), None)
    if figure is None:
        place = Place(_FILE, 1)
        raise RuleTextError(place, f"There is no figure `{key}` on {text.on.isoformat()}.", "Check its spelling.")
    value = parameters[name]["values"][text.value(name).since]
    # Whole numbers as such: in the text only amounts are written with decimals.
    new: str | int = int(written) if figure.unit != "money" and written.strip("-").isdecimal() else written
    if not cell:
        value["value"] = new
        return
    cells = value["cells"]
    cells[next(found for found in cells if str(found) == cell)] = new
