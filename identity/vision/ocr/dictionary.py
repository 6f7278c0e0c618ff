"""The recogniser's characters, from the metadata of its own file."""

from __future__ import annotations

from functools import lru_cache

from identity.vision.ocr.model_file import Entry, Model, fields_of, text_of
from identity.vision.weights import TEXT_READER, path_of


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """What each output of the recogniser stands for: the blank of CTC first, the space last."""
    entries = [
        {key: text_of(text) for key, text in fields_of(value)}
        for number, value in fields_of(path_of(TEXT_READER).read_bytes())
        if number == Model.METADATA and not isinstance(value, int)
    ]
    listed = next(entry[Entry.VALUE] for entry in entries if entry[Entry.KEY] == "character")
    return ("", *listed.splitlines(), " ")
