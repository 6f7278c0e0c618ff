"""From a `Document` to a tagged PDF. Knows neither Django nor the dossier: plain data in, bytes out."""

from receipts.layout.letter import Stamp, lay_out, prepare

__all__ = ["Stamp", "lay_out", "prepare"]
