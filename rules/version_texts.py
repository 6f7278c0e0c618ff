"""Versions of a rule text to try elsewhere than in their own trial: what there is to choose, and the text of one.

A draft can change at any moment; whoever computes with one later says which content was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.actors import Actor
from core.errors import AmparoError, register
from core.policies import narrow
from rules.language.load import Edition, load
from rules.models import TextVersion, TextVersionState
from rules.publishing.rows import Reference, version_of
from rules.types import CaseProblem, RuleText

register(
    "text_version.other_content",
    what="«{title}» ha cambiado desde que se eligió.",
    why="Se compara el contenido que se eligió, no otro.",
    next_step="Vuelve a elegirla y pide otra simulación.",
    status=409,
)


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version to choose. `state` is its word on a screen; `hash` its content now."""

    public_id: str
    title: str
    state: str
    valid_from: date
    hash: str


def version_choices(actor: Actor, benefit: str) -> list[VersionChoice]:
    """Versions the actor may see that are not withdrawn, drafts included, the latest first day first."""
    rows = narrow(actor, "text_version.manage", TextVersion.objects.filter(benefit=benefit))
    found = rows.exclude(state=TextVersionState.WITHDRAWN).defer("files").order_by("-valid_from", "-created_at")
    return [
        VersionChoice(str(row.public_id), row.title, row.get_state_display(), row.valid_from, row.hash) for row in found
    ]


def version_text(reference: Reference, on: date, hash: str = "") -> tuple[RuleText, Mapping[str, str]]:
    """The text of a version as it reads on a day, and its files.

    With `hash`, only while that is its content: AmparoError `text_version.other_content`. Raises CaseProblem
    `law_not_loaded` for a day before any law it has.
    """
    version = version_of(reference)
    if hash and version.hash != hash:
        raise AmparoError("text_version.other_content", title=version.title)
    edition = _edition(version)
    if on < edition.loaded_from:
        day = edition.loaded_from.isoformat()
        raise CaseProblem("law_not_loaded", "/on", f"«{version.title}» empieza el {day}; usa ese día o uno posterior.")
    return edition.on(on), edition.files


def _edition(version: TextVersion) -> Edition:
    """Its edition, kept with the last few: drafts change often and must not fill the memory."""
    found = _LAST.get(version.hash)
    if found is None:
        while len(_LAST) >= _MOST_KEPT:
            _LAST.pop(next(iter(_LAST)), None)
        found = _LAST[version.hash] = load(version.files)
    return found


_LAST: dict[str, Edition] = {}
_MOST_KEPT = 4
