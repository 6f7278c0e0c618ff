"""The recogniser's characters, from the metadata of its own file.

OpenCV does not hand out an ONNX model's metadata, and a protocol-buffer library is a lot for one list; the fields of
the outermost message are walked by hand. The file's SHA-256 was checked before, so its bytes are known.
"""

from __future__ import annotations

from functools import lru_cache

from identity.vision.weights import TEXT_READER, path_of

_METADATA, _KEY, _VALUE = 14, 1, 2  # ModelProto.metadata_props; StringStringEntryProto.key and .value
_VARINT, _BYTES = 0, 2


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _fields(data: memoryview) -> list[tuple[int, memoryview]]:
    """The length-prefixed fields of one message, in order."""
    at, found = 0, []
    while at < len(data):
        tag, at = _varint(data, at)
        if tag & 7 == _VARINT:
            _, at = _varint(data, at)
        elif tag & 7 == _BYTES:
            length, at = _varint(data, at)
            found.append((tag >> 3, data[at : at + length]))
            at += length
        else:
            raise ValueError("a field that ONNX's outermost message does not have")
    return found


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """What each output of the recogniser stands for: the blank of CTC first, the space last."""
    entries = [
        dict(_fields(part)) for tag, part in _fields(memoryview(path_of(TEXT_READER).read_bytes())) if tag == _METADATA
    ]
    listed = next(bytes(entry[_VALUE]).decode() for entry in entries if bytes(entry[_KEY]) == b"character")
    return ("", *listed.splitlines(), " ")
