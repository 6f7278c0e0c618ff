"""Finding and locking versions, and what every verb over them asks first."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.actors import Actor
from core.errors import AmparoError
from core.policies import require
from rules import texts_store
from rules.language.errors import RuleTextError
from rules.language.load import Edition, load
from rules.models import TextVersion, TextVersionState
from rules.publishing import schedule

Reference = UUID | str


def version_of(reference: Reference) -> TextVersion:
    """The version behind a public id, to look at."""
    return _one(TextVersion.objects.select_related("author", "reviewer", "withdrawn_by", "trial"), reference)


def locked_version(reference: Reference) -> TextVersion:
    """The same, locked."""
    return _one(TextVersion.objects.select_for_update(of=("self",)).select_related("author"), reference)


def _one(rows: "QuerySet[TextVersion]", reference: Reference) -> TextVersion:
    try:
        return rows.get(public_id=reference)
    except (TextVersion.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("text_version.not_found") from None


def draft_of(reference: Reference, revision: int, actor: Actor) -> TextVersion:
    """A draft locked for its author to change, as it was when they looked at it."""
    require(actor, "text_version.manage")
    version = locked_version(reference)
    if version.state == TextVersionState.PUBLISHED:
        raise AmparoError("text_version.published")
    require(actor, "text_version.write", version)
    if version.state != TextVersionState.DRAFT:
        raise AmparoError("text_version.not_a_draft", state=version.get_state_display().lower())
    if version.revision != revision:
        raise AmparoError("text_version.changed")
    return version


def base_of(version: TextVersion) -> Edition:
    """The text the version was copied from."""
    return schedule.edition_of_hash(version.based_on_hash)


def edition_of(version: TextVersion) -> Edition:
    """The version's text. A draft can always be read: what the checker refuses is never saved."""
    return texts_store.edition(version.hash) or load(version.files)


def checked(files: Mapping[str, str]) -> Edition:
    """The text these files hold; AmparoError with the checker's sentences where it refuses them."""
    try:
        edition = load(files)
        for day in edition.dates():
            edition.on(day).period  # noqa: B018 - every date has values
    except RuleTextError as error:
        raise RefusedByCheckerError(error) from None
    return edition


class RefusedByCheckerError(AmparoError):
    """What the checker says of a change: file, line, what is wrong, how to mend it. `cell` is the row it is about."""

    def __init__(self, error: RuleTextError) -> None:
        error = error.in_spanish()
        place = error.place
        super().__init__(
            "text_version.refused_by_checker", wrong=error.wrong, mend=error.mend, file=place.file, line=place.line
        )
        self.cell = None if error.cell is None else str(error.cell)


def payload_of(version: TextVersion, **more: Any) -> dict[str, Any]:
    """What events tell of a version."""
    return {
        "title": version.title,
        "benefit": version.benefit,
        "hash": version.hash,
        "revision": version.revision,
        "valid_from": written(version.valid_from),
        **more,
    }


def written(day: date) -> str:
    """A day as officers read it."""
    return f"{day:%d/%m/%Y}"
