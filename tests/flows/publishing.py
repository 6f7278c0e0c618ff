"""What the tests of publishing share: next year's amounts, written, tried and signed."""

from datetime import date

from core.actors import Actor
from rules.examples import examples_of
from rules.models import TextTrial, TextVersion
from rules.publishing import columns, drafts, signing, trying
from rules.publishing.columns import Column
from rules.publishing.rows import edition_of, version_of

FIRST_DAY = date(2027, 1, 1)
#: Every example once, of one day: those of every regime and limit are tried by tests/law, and cost each trial a second.
_TRIED_BY_LAW = ("regimes.yaml", "regime_2020_2021.yaml", "limits.yaml", "work_incentive.yaml")
SOME_EXAMPLES = tuple(one for one in examples_of("imv") if one.place.file not in _TRIED_BY_LAW)
WHY = "Real Decreto de revalorización de 2027."
RISE = 102


def draft(author: Actor, *, title: str = "Cuantías 2027", first_day: date = FIRST_DAY) -> TextVersion:
    return drafts.create("imv", title, first_day, WHY, author, copy_year=True)


def raised(version: TextVersion, name: str, percent: int = RISE) -> Column:
    """The column that the version has, with its amounts raised."""
    parameter = edition_of(version).text.parameters[name]
    old = columns.column_of(columns.in_force(parameter, version.valid_from))
    cells = {row: int(cell) * percent // 100 for row, cell in old.cells.items()}
    return Column(cells, "RD 1/2027, anexo I", old.derived)


def fill_in(version: TextVersion, author: Actor, percent: int = RISE) -> TextVersion:
    """Every copied amount, raised and confirmed."""
    for name in list(version.pending):
        column = raised(version, name, percent)
        version = drafts.save_column(version.public_id, version.revision, name, column, author)
    return version


def tried(version: TextVersion, actor: Actor) -> TextTrial:
    """The version tried to the end, as the worker does."""
    trial = trying.request_trial(version.public_id, actor)
    while trying.work_off():
        pass
    trial.refresh_from_db()
    return trial


def proposed(author: Actor, **more: object) -> TextVersion:
    version = fill_in(draft(author, **more), author)  # type: ignore[arg-type]
    tried(version, author)
    return signing.propose(version.public_id, version.revision, author)


def published(author: Actor, reviewer: Actor, **more: object) -> TextVersion:
    version = proposed(author, **more)
    return signing.publish(
        version.public_id, version.revision, "Cifras cotejadas con el BOE.", reviewer, seen_warnings=True
    )


def again(version: TextVersion) -> TextVersion:
    return version_of(version.public_id)
