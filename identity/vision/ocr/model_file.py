"""An ONNX file taken apart and put together again: the few of its messages that we read or change.

OpenCV hands out neither an ONNX model's metadata nor its graph, and a protocol-buffer library is a lot for this, so the
messages are walked by hand. The SHA-256 of a file is checked before, so its bytes are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

Value = int | memoryview | bytes

_VARINT, _BYTES = 0, 2


class Model(IntEnum):
    """Fields of ModelProto, the outermost message."""

    GRAPH = 7
    METADATA = 14


class Entry(IntEnum):
    """Fields of StringStringEntryProto, an entry of the metadata."""

    KEY = 1
    VALUE = 2


class Graph(IntEnum):
    """Fields of GraphProto."""

    NODE = 1
    INITIALIZER = 5
    OUTPUT = 12
    VALUE_INFO = 13


class Node(IntEnum):
    """Fields of NodeProto."""

    INPUT = 1
    OUTPUT = 2
    OPERATOR = 4


class Tensor(IntEnum):
    """Fields of TensorProto."""

    DIMENSION = 1
    DATA_TYPE = 2
    NAME = 8
    RAW_DATA = 9


class Described(IntEnum):
    """Fields of ValueInfoProto."""

    NAME = 1
    TYPE = 2


class Type(IntEnum):
    """Fields of TypeProto."""

    TENSOR = 1


class TensorType(IntEnum):
    """Fields of TypeProto.Tensor."""

    DATA_TYPE = 1
    SHAPE = 2


def fields_of(message: memoryview | bytes) -> list[tuple[int, int | memoryview]]:
    """The fields of one message in order, numbers and length-prefixed ones.

    Raises ValueError at a field of another kind, which the messages named here do not have.
    """
    data = memoryview(message)
    at, found = 0, list[tuple[int, int | memoryview]]()
    while at < len(data):
        tag, at = _varint(data, at)
        value, at = _varint(data, at)
        if tag & 7 == _VARINT:
            found.append((tag >> 3, value))
        elif tag & 7 == _BYTES:
            found.append((tag >> 3, data[at : at + value]))
            at += value
        else:
            raise ValueError("a field that these messages do not have")
    return found


def message_of(fields: Iterable[tuple[int, Value]]) -> bytes:
    """A message with these fields."""
    parts = list[bytes | memoryview]()
    for number, value in fields:
        if isinstance(value, int):
            parts += [_as_varint(number << 3 | _VARINT), _as_varint(value)]
        else:
            parts += [_as_varint(number << 3 | _BYTES), _as_varint(len(value)), value]
    return b"".join(parts)


def text_of(value: Value) -> str:
    """A field that is text. Raises TypeError where it is a number."""
    if isinstance(value, int):
        raise TypeError("a number where text was expected")
    return bytes(value).decode()


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _as_varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
