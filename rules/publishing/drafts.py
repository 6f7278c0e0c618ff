"""Writing a version: copied from the text it would follow, changed by its author, never unreadable."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.events import record
from core.policies import require
from core.staffing.rows import require_reason, staff_of
from rules.language.load import Edition
from rules.models import TextVersion
from rules.publishing import columns, schedule, wording
from rules.publishing.columns import Column
from rules.publishing.rows import Reference, checked, draft_of, edition_of, payload_of, written


@transaction.atomic
def create(benefit: str, title: str, valid_from: date, reason: str, actor: Actor, *, copy_year: bool) -> TextVersion:
    """A draft copied from the text that its first day uses now; `copy_year` adds that day's column of yearly amounts.

    Raises AmparoError: not an administrator, no title or reason, a day without law, or nothing to copy.
    """
    require(actor, "text_version.manage")
    name, why = " ".join(title.split()), require_reason(reason)
    if not name:
        raise AmparoError("text_version.title_needed")
    base = schedule.edition_on(benefit, valid_from)
    if base is None:
        raise AmparoError("text_version.not_found")
    if valid_from < base.loaded_from:
        raise AmparoError("text_version.too_early", begins=written(base.loaded_from))
    files, pending = columns.copied_year(base, valid_from) if copy_year else (dict(base.files), [])
    if copy_year and not pending:
        raise AmparoError("text_version.nothing_to_copy")
    version = TextVersion.objects.create(
        benefit=benefit,
        title=name[:120],
        files=files,
        hash=checked(files).text.hash,
        valid_from=valid_from,
        based_on_hash=base.text.hash,
        pending=pending,
        reason=why,
        author=staff_of(actor),
    )
    _archive(base)
    record("text_version.created", actor, "text_version", str(version.public_id), payload_of(version))
    return version


def _archive(base: Edition) -> None:
    """What a version was copied from must be readable after a release has replaced it."""
    from rules.models import ArchivedText

    ArchivedText.objects.get_or_create(
        hash=base.text.hash, defaults={"benefit": base.benefit, "files": dict(base.files)}
    )


@transaction.atomic
def save_column(reference: Reference, revision: int, name: str, column: Column, actor: Actor) -> TextVersion:
    """Put in, or replace, the amounts of one parameter from the version's first day on."""
    version = draft_of(reference, revision, actor)
    parameter = edition_of(version).text.parameters.get(name)
    if parameter is None:
        raise AmparoError("text_version.no_such_part")
    wanted = columns.column_of(columns.in_force(parameter, version.valid_from)).cells
    if set(column.cells) != set(wanted):
        raise AmparoError("text_version.wrong_rows")
    ordered = {row: column.cells[row] for row in wanted}
    kept = Column(ordered, column.source, column.derived, column.doubtful)
    files = columns.with_column(version.files, parameter, version.valid_from, kept)
    version.pending = [one for one in version.pending if one != name]
    return _saved(version, files, parameter.label, actor)


@transaction.atomic
def save_sentence(reference: Reference, revision: int, key: str, text: str, actor: Actor) -> TextVersion:
    """Say one sentence of the text otherwise."""
    version = draft_of(reference, revision, actor)
    found = wording.sentence(version.files, key)
    if found is None:
        raise AmparoError("text_version.no_such_part")
    if not found.filled and {"{", "}"} & set(text):
        raise AmparoError("text_version.nothing_filled")
    return _saved(version, wording.with_sentence(version.files, found, text), f"{found.part}, {found.about}", actor)


def _saved(version: TextVersion, files: dict[str, str], what: str, actor: Actor) -> TextVersion:
    version.hash = checked(files).text.hash
    version.files = files
    version.revision += 1
    version.save()
    record("text_version.changed", actor, "text_version", str(version.public_id), payload_of(version, what=what))
    return version


def copied_from_title(base_hash: str) -> str:
    """What a person calls the text of that hash: a version's title, or the release's."""
    version = TextVersion.objects.filter(hash=base_hash, published_at__isnull=False).first()
    return version.title if version else "El texto que vino con el programa"


def suggested_first_day() -> date:
    """The next 1 January, when amounts change."""
    return date(timezone.localdate().year + 1, 1, 1)
