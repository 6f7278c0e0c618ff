"""Changing a file of a rule text by replacing exactly what changes.

The YAML library says where each value stands; everything else of the file, comments and blank lines too, stays byte
for byte. What was written is read back and compared with what was meant before anybody uses it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml

from rules.language.errors import RuleTextError
from rules.language.reader import plain, read

Path = Sequence[object]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotWrittenError(Exception):
    """The file would not say what was meant: a mistake of this program, never of who writes."""


def with_scalar(name: str, content: str, path: Path, value: str | date) -> str:
    """`content` with the text or date at `path` replaced by `value`."""
    node = _at(content, path)
    begin, end = _span(content, node)
    if isinstance(value, date):
        written = value.isoformat()
    else:
        written = value if not _in_flow(content, path) and _plain_enough(value) else quoted(value)
    changed = content[:begin] + written + content[end:]
    _hold(name, content, changed, path, plain(value))
    return changed


def with_block(name: str, content: str, path: Path, key: object, after: object, block: str) -> str:
    """`content` with `key: block` put into the mapping at `path`, after the entry `after`; or in place of `key`.

    `block` is written as YAML; its lines after the first are indented as the entry is.
    """
    mapping = _at(content, path)
    keys = {_key(one): (one, value) for one, value in mapping.value}
    first = mapping.value[0][0]
    margin = " " * first.start_mark.column
    lines = (f"{key}:{block}" if block.startswith("\n") else f"{key}: {block}").splitlines()
    written = "\n".join([lines[0], *(margin + line for line in lines[1:])])
    if str(key) in keys:
        begin = keys[str(key)][0].start_mark.index
        end = _span(content, keys[str(key)][1])[1]
        changed = content[:begin] + written + content[end:]
    elif mapping.flow_style:
        end = _span(content, keys[str(after)][1])[1]
        changed = content[:end] + ", " + written + content[end:]
    else:
        end = _span(content, keys[str(after)][1])[1]
        end = content.find("\n", end) if "\n" in content[end:] else len(content)  # past a comment on that line
        changed = content[:end] + "\n" + margin + written + content[end:]
    meant = plain(read({"block.yaml": f"block: {_outdented(block)}\n"}, "block.yaml"))["block"]
    _hold(name, content, changed, [*path, key], meant)
    return changed


def is_on_one_line(content: str, path: Path) -> bool:
    """Whether the mapping at `path` is written in braces."""
    return bool(_at(content, path).flow_style)


def quoted(value: str) -> str:
    """Text as YAML reads it back, whatever it holds."""
    return json.dumps(value, ensure_ascii=False)


def _outdented(block: str) -> str:
    return "\n  ".join(block.splitlines())


def _at(content: str, path: Path) -> Any:
    """The node at `path`; KeyError where there is none."""
    node = yaml.compose(content, Loader=_LOADER)
    for key in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
            continue
        if not isinstance(node, yaml.MappingNode):
            raise KeyError(key)
        node = next((value for one, value in node.value if _key(one) == str(key)), None)
        if node is None:
            raise KeyError(key)
    return node


def _key(node: Any) -> str:
    return str(node.value)


def _span(content: str, node: Any) -> tuple[int, int]:
    """Where a value begins and ends, without the blank lines that the parser counts to it."""
    begin, end = node.start_mark.index, node.end_mark.index
    return begin, begin + len(_without_comments(content[begin:end]).rstrip()) if _block(node) else end


def _block(node: Any) -> bool:
    return node.style in ("|", ">") if isinstance(node, yaml.ScalarNode) else not node.flow_style


def _without_comments(text: str) -> str:
    """The parser ends a block where the next one begins: lines between them that only comment belong to neither."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines)


def _in_flow(content: str, path: Path) -> bool:
    return any(bool(_at(content, path[:depth]).flow_style) for depth in range(len(path)))


def _plain_enough(value: str) -> bool:
    """Whether YAML reads the text back without quotes."""
    try:
        return bool(value) and read({"one.yaml": f"one: {value}\n"}, "one.yaml") == {"one": value}
    except (RuleTextError, yaml.YAMLError):
        return False


def _hold(name: str, before: str, after: str, path: Path, meant: Any) -> None:
    """Nothing but `path` has changed, and it says what was meant."""
    wanted, found = plain(read({name: before}, name)), plain(read({name: after}, name))
    body = wanted
    for key in path[:-1]:
        body = body[key if isinstance(key, int) and isinstance(body, list) else str(key)]
    last = path[-1]
    body[last if isinstance(last, int) and isinstance(body, list) else str(last)] = meant
    if wanted != found:
        raise NotWrittenError(f"{name}: {[str(key) for key in path]}")
