"""The files inside a paper whose seal has been proved: data that travels under it."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader


def attached(data: bytes) -> dict[str, bytes]:
    """Name and bytes of each file attached to a PDF. Only for papers already found authentic."""
    found: dict[str, bytes] = {}
    try:
        names = PdfFileReader(BytesIO(data)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return found
    for place in range(0, len(names), 2):
        specification = names[place + 1]
        found[str(specification["/UF"])] = bytes(specification["/EF"]["/F"].data)
    return found
