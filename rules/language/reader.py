"""YAML with the line of every key kept, and without YAML's surprises.

`on`, `yes` and `no` are words, numbers with a decimal point stay text (so that no amount passes through a float),
and a key written twice is refused instead of silently winning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rules.language.errors import Place, RuleTextError


class Section(dict[Any, Any]):
    """A mapping of the text that remembers where it and each of its keys stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[Any, Place] = {}

    def at(self, key: object) -> Place:
        """Where `key` stands, or where the mapping begins if it is absent."""
        return self.places.get(key, self.place)


#: libyaml where it is built in: the text is read several times faster, with the same nodes.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    pass


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("null", r"^(?:~|null|)$", "~n\0"),
    ("timestamp", r"^\d{4}-\d{2}-\d{2}$", "0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


#: A text's files: name → content. Kept so, a text can be archived whole and read again years later.
Files = Mapping[str, str]


def files_of(folder: Path) -> dict[str, str]:
    """The files of a text, in order of name."""
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}


def read(files: Files, name: str) -> Section:
    """The mapping a file holds."""
    if name not in files:
        raise RuleTextError(Place(name, 1), "The file is missing.", "Add it to the text's folder.")
    return _parsed(name, files[name])


@lru_cache(maxsize=64)
def _parsed(name: str, content: str) -> Section:
    loader = _Loader(content)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise RuleTextError(Place(name, 1), "The file is not a mapping.", "Begin with `name: …` lines.")
        return _section(loader, node, name)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleTextError(Place(name, line), f"Not YAML: {error.problem}.", "Check indentation.") from error
    finally:
        loader.dispose()


def _section(loader: _Loader, node: yaml.MappingNode, file: str) -> Section:
    section = Section(Place(file, node.start_mark.line + 1))
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
        place = Place(file, key_node.start_mark.line + 1)
        if key in section:
            raise RuleTextError(place, f"`{key}` is written twice.", "Keep one of the two.")
        section[key] = _value(loader, value_node, file)
        section.places[key] = place
    return section


def _value(loader: _Loader, node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _section(loader, node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, file) for item in node.value]
    return loader.construct_object(node, deep=True)  # type: ignore[no-untyped-call]


def plain(value: Any) -> Any:
    """A section as JSON-ready data, for the content hash."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
