"""What the pages of publishing show: versions in order, amounts side by side, differences, history. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core import audit_log
from core.actors import Actor
from core.money import euros
from core.policies import narrow
from rules import comparing, texts_store
from rules.language.load import Edition
from rules.language.text import Parameter, Value
from rules.models import TextVersion, TextVersionState
from rules.publishing import columns, schedule
from rules.publishing.rows import base_of, edition_of

_COLOURS = {"draft": "grey", "proposed": "yellow", "published": "green", "withdrawn": "red"}
_UNITS = {"years": "años", "months": "meses", "days": "días", "percent": "%"}
HISTORY = 60


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list. `counts` is from–until while it counts or will; `state` its word and colour."""

    version: TextVersion
    state: str
    colour: str
    until: date | None
    counts_today: bool


def versions(actor: Actor, benefit: str) -> list[VersionRow]:
    """Every version of a benefit, the newest first day first."""
    rows = narrow(actor, "text_version.manage", TextVersion.objects.filter(benefit=benefit))
    found = list(rows.select_related("author", "reviewer").defer("files").order_by("-valid_from", "-created_at"))
    published = schedule.schedule().get(benefit, ())
    today = schedule.hash_on(benefit, timezone.localdate())
    return [_row(version, published, today) for version in found]


def _row(version: TextVersion, published: tuple[schedule.Published, ...], today: str | None) -> VersionRow:
    counts = version.state == TextVersionState.PUBLISHED and any(one.hash == version.hash for one in published)
    later = [one.valid_from for one in published if one.valid_from > version.valid_from]
    return VersionRow(
        version=version,
        state=version.get_state_display(),
        colour=_COLOURS[version.state],
        until=min(later) - timedelta(days=1) if counts and later else None,
        counts_today=counts and version.hash == today,
    )


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """The text that came with the program: since when, until when it counts, and whether it has moved on."""

    title: str
    hash: str
    begins: date
    until: date | None
    counts_today: bool


def release(benefit: str) -> ReleaseRow:
    """The first line of the list."""
    edition = texts_store.current(benefit)
    assert edition is not None
    first = min((one.valid_from for one in schedule.schedule().get(benefit, ())), default=None)
    return ReleaseRow(
        title=edition.text.title,
        hash=edition.text.hash,
        begins=edition.loaded_from,
        until=first - timedelta(days=1) if first else None,
        counts_today=schedule.hash_on(benefit, timezone.localdate()) is None,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a table of amounts, before and after, in words; whether each was derived, not published as such."""

    key: str
    label: str
    before: str
    after: str
    derived_before: bool
    derived: bool

    @property
    def changes(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A parameter of a version beside the text it was copied from. `state` is ``pending``, ``changed`` or ``same``."""

    parameter: Parameter
    cells: tuple[Cell, ...]
    since_before: date
    since: date
    source: str
    doubtful: str
    state: str


def amounts(version: TextVersion) -> list[AmountRow]:
    """Every parameter: first what waits for somebody, then what changes, then the rest."""
    base, edition = base_of(version), edition_of(version)
    rows = [amount(version, name, base, edition) for name in edition.text.parameters]
    order = {"pending": 0, "changed": 1, "same": 2}
    return sorted(rows, key=lambda row: order[row.state])


def amount(version: TextVersion, name: str, base: Edition | None = None, edition: Edition | None = None) -> AmountRow:
    """One of them."""
    base, edition = base or base_of(version), edition or edition_of(version)
    parameter = edition.text.parameters[name]
    after = columns.in_force(parameter, version.valid_from)
    before = columns.in_force(base.text.parameters.get(name, parameter), version.valid_from)
    column = columns.column_of(after)
    old = columns.column_of(before)
    state = (
        "same" if (before.value, before.since, before.source) == (after.value, after.since, after.source) else "changed"
    )
    return AmountRow(
        parameter=parameter,
        cells=tuple(
            Cell(
                key,
                row_label(parameter, key),
                shown(parameter, old.cells.get(key)),
                shown(parameter, cell),
                key in old.derived,
                key in column.derived,
            )
            for key, cell in column.cells.items()
        ),
        since_before=before.since,
        since=after.since,
        source=after.source,
        doubtful=after.doubtful,
        state="pending" if name in version.pending else state,
    )


def row_label(parameter: Parameter, key: str) -> str:
    """A row of a table as people call it."""
    named = {str(row): label for row, label in parameter.rows.items()}
    if key in named:
        return named[key]
    if parameter.open_end:
        value = parameter.values[-1].value
        last = isinstance(value, Mapping) and str(list(value)[-1]) == key
        return f"{key} o más personas" if last else "1 persona" if key == "1" else f"{key} personas"
    return key or "Valor"


def shown(parameter: Parameter, cell: object) -> str:
    """A value with its unit, as people write it."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if not isinstance(cell, int):
        return "—"
    return euros(cell) if parameter.unit == "money" else f"{cell} {_UNITS.get(parameter.unit, '')}".strip()


def value_words(parameter: Parameter, value: Value) -> list[tuple[str, str, str]]:
    """The rows of a dated value: label, amount, and ``derived`` or ``published``."""
    column = columns.column_of(value)
    return [
        (row_label(parameter, key), shown(parameter, cell), "derived" if key in column.derived else "published")
        for key, cell in column.cells.items()
    ]


@dataclass(frozen=True, slots=True)
class Differences:
    """What changes from the text a version was copied from: amounts as tables, the rest in words, and all of it."""

    amounts: list[AmountRow]
    words: list[comparing.Difference]
    everything: list[comparing.Difference]


def differences(version: TextVersion) -> Differences:
    """What a version changes."""
    everything = comparing.differences(base_of(version).text, edition_of(version).text)
    return Differences(
        amounts=[row for row in amounts(version) if row.state != "same"],
        words=[one for one in everything if one.part != comparing.PARAMETER],
        everything=everything,
    )


def history(version: TextVersion) -> list[dict[str, Any]]:
    """What happened to it, newest first, for a timeline."""
    page = audit_log.read(audit_log.Filters(subject_ref=str(version.public_id)), size=HISTORY)
    return [{"title": line.sentence, "at": line.at, "byline": line.byline} for line in page.lines]


KINDS = {
    "gains": "La tendrían",
    "loses": "La perderían",
    "more": "Cobrarían más",
    "less": "Cobrarían menos",
    "determined": "Tendrían respuesta y ahora no",
    "undetermined": "Se quedarían sin respuesta",
    "reasons": "Mismo total, otro desglose",
}


@dataclass(frozen=True, slots=True)
class PartOfTrial:
    """What a trial found in one set of cases. `cents` is what a month would cost more (or less) in all."""

    title: str
    cases: int
    changed: int
    unreadable: int
    cents: int
    kinds: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    rows: list[dict[str, Any]]


def parts_of_trial(report: Mapping[str, Any], plan: Mapping[str, Any]) -> list[PartOfTrial]:
    """The population and the stored cases of a report, in words."""
    titles = {"stored": "Expedientes guardados", "population": plan["population_label"]}
    return [_part(title, report[name]) for name, title in titles.items() if report[name]["cases"]]


def _part(title: str, found: Mapping[str, Any]) -> PartOfTrial:
    rows = [
        {**row, "kind": KINDS[row["kind"]], "difference": (row["after"] or 0) - (row["before"] or 0)}
        for row in found["rows"]
    ]
    return PartOfTrial(
        title=title,
        cases=found["cases"],
        changed=found["cases"] - found["same"] - found["unreadable"],
        unreadable=found["unreadable"],
        cents=found["cents"],
        kinds=[(KINDS[kind], count) for kind, count in found["kinds"].items()],
        reasons=sorted(found["reasons"].items(), key=lambda pair: -pair[1])[:12],
        rows=rows,
    )
