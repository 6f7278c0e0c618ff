"""From a `Document` to a tagged PDF. Knows neither Django nor the dossier: plain data in, bytes out."""

from receipts.layout.foot import PlainFoot, Stamp
from receipts.layout.letter import lay_out, prepare

__all__ = ["PlainFoot", "Stamp", "lay_out", "prepare"]
