"""What stands at the foot of every page: the code that makes a paper checkable, or that it is nobody's act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from receipts.cea import Cea


@dataclass(frozen=True)
class Stamp:
    """What makes this copy checkable: its code, its day, where to check it, and a warning where one is due."""

    cea: Cea
    issued_at: datetime
    check_url: str  # full link with the code, for the QR
    check_address: str  # what a person types
    notice: str = ""


@dataclass(frozen=True)
class PlainFoot:
    """The foot of a paper that is nobody's act: a few lines, the first one bold, and how its pages are counted."""

    lines: tuple[str, ...]
    page_word: str = "Página"
