"""Offices: asked for by one administrator, made so by another; a province's directorate is never closed."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.events import record
from core.models import Office, OfficeChange, OfficeChangeKind, OfficeChangeState, OfficeKind
from core.networks import read_range
from core.policies import require
from core.provinces import PROVINCES
from core.staffing.rows import Reference, locked_change, locked_office, require_reason, staff_of

_WIDEST = {4: 8, 6: 32}
"""A public network with a shorter prefix than this is no office's."""


@transaction.atomic
def load_standard_offices() -> int:
    """Central services, and a directorate with one CAISS for each province; returns how many offices there are.

    Run again, it adds what is missing and changes nothing else.
    """
    central, _ = Office.objects.get_or_create(
        kind=OfficeKind.CENTRAL, defaults={"code": "SSCC", "name": "Servicios centrales", "province_code": ""}
    )
    for code, province in PROVINCES.items():
        directorate, _ = Office.objects.get_or_create(
            code=f"DP{code}",
            defaults={
                "name": f"Dirección Provincial de {province}",
                "kind": OfficeKind.PROVINCIAL_OFFICE,
                "province_code": code,
                "parent": central,
            },
        )
        Office.objects.get_or_create(
            code=f"CAISS{code}01",
            defaults={
                "name": f"CAISS de {province}",
                "kind": OfficeKind.CAISS,
                "province_code": code,
                "parent": directorate,
            },
        )
    return Office.objects.count()


def read_ranges(ranges: list[str]) -> list[str]:
    """Networks as they are kept: each read, none twice, none too wide; raises for the first that is not one."""
    networks = [read_range(text) for text in ranges if text.strip()]
    for network in networks:
        if network.prefixlen < _WIDEST[network.version] and not network.is_private:
            raise AmparoError("office.range_too_wide", text=str(network))
    return list(dict.fromkeys(str(network) for network in networks))


def _read_name(name: str) -> str:
    read = " ".join(name.split())
    if len(read) < 3:
        raise AmparoError("office.name_short")
    return read


@transaction.atomic
def ask_office(kind: str, province_code: str, name: str, ranges: list[str], reason: str, actor: Actor) -> OfficeChange:
    """Ask for a new office of a province."""
    require(actor, "office.manage")
    values = {
        "kind": kind,
        "province_code": province_code,
        "name": _read_name(name),
        "address_ranges": read_ranges(ranges),
    }
    _parent_of(values)
    return _ask(None, OfficeChangeKind.CREATE, values, reason, actor)


@transaction.atomic
def ask_change(office_ref: Reference, name: str, ranges: list[str], reason: str, actor: Actor) -> OfficeChange:
    """Ask for another name or other networks."""
    require(actor, "office.manage")
    office = locked_office(office_ref)
    values = {"name": _read_name(name), "address_ranges": read_ranges(ranges)}
    if (office.name, office.address_ranges) == (values["name"], values["address_ranges"]):
        raise AmparoError("office.nothing_new")
    return _ask(office, OfficeChangeKind.EDIT, values, reason, actor)


@transaction.atomic
def ask_closing(office_ref: Reference, reason: str, actor: Actor) -> OfficeChange:
    """Ask for an office to be closed."""
    require(actor, "office.manage")
    office = locked_office(office_ref)
    _check_closing(office)
    return _ask(office, OfficeChangeKind.CLOSE, {"name": office.name}, reason, actor)


def _check_closing(office: Office) -> None:
    if office.kind != OfficeKind.CAISS:
        raise AmparoError("office.cannot_close")
    today = timezone.localdate()
    still = office.staff_roles.filter(Q(valid_to=None) | Q(valid_to__gte=today), ended_at=None).count()
    if still:
        raise AmparoError("office.has_staff", count=still)


def _ask(
    office: Office | None, kind: OfficeChangeKind, values: dict[str, Any], reason: str, actor: Actor
) -> OfficeChange:
    if office is not None and office.closed_on is not None:
        raise AmparoError("grant.office_closed")
    if office is not None and office.changes.filter(state=OfficeChangeState.PENDING).exists():
        raise AmparoError("office.change_waiting")
    change = OfficeChange.objects.create(
        office=office,
        kind=kind,
        values=values,
        reason=require_reason(reason),
        asked_by=staff_of(actor),
        asked_at=timezone.now(),
    )
    _tell("office.change_asked", change, actor)
    return change


def _tell(event: str, change: OfficeChange, actor: Actor) -> None:
    subject = change.office.public_id if change.office else change.public_id
    payload = {
        "change": change.get_kind_display().lower(),
        "name": change.values["name"],
        "values": change.values,
        "change_ref": str(change.public_id),
    }
    record(event, actor, "office", str(subject), payload)


@transaction.atomic
def confirm_change(change_ref: Reference, actor: Actor) -> Office:
    """The second administrator: the office is made, changed or closed."""
    require(actor, "office.manage")
    change = locked_change(change_ref)
    require(actor, "office_change.confirm", change)
    _still_pending(change)
    change.office = _apply(change)
    _settle(change, OfficeChangeState.APPLIED, actor)
    _tell("office.change_applied", change, actor)
    return change.office


@transaction.atomic
def refuse_change(change_ref: Reference, actor: Actor) -> OfficeChange:
    """Say no, or take one's own back."""
    require(actor, "office.manage")
    change = locked_change(change_ref)
    _still_pending(change)
    _settle(change, OfficeChangeState.REFUSED, actor)
    _tell("office.change_refused", change, actor)
    return change


def _still_pending(change: OfficeChange) -> None:
    if change.state != OfficeChangeState.PENDING:
        raise AmparoError("office.change_settled")


def _settle(change: OfficeChange, state: OfficeChangeState, actor: Actor) -> None:
    change.state, change.decided_by, change.decided_at = state, staff_of(actor), timezone.now()
    change.save()


def _apply(change: OfficeChange) -> Office:
    values = change.values
    if change.office is None:
        parent = _parent_of(values)
        code = _free_code(values["kind"], values["province_code"])
        return Office.objects.create(code=code, parent=parent, **values)
    office = locked_office(change.office.public_id)
    if change.kind == OfficeChangeKind.CLOSE:
        _check_closing(office)
        office.closed_on = timezone.localdate()
    else:
        office.name, office.address_ranges = values["name"], values["address_ranges"]
    office.save()
    return office


def _parent_of(values: dict[str, Any]) -> Office:
    """The office the new one depends on; locked, so that two new ones do not take one code."""
    here = Office.objects.select_for_update().filter(province_code=values["province_code"], closed_on=None)
    directorate = here.filter(kind=OfficeKind.PROVINCIAL_OFFICE).first()
    if values["kind"] == OfficeKind.CAISS:
        if directorate is None:
            raise AmparoError("office.no_directorate")
        return directorate
    if directorate is not None:
        raise AmparoError("office.directorate_exists")
    return Office.objects.select_for_update().get(kind=OfficeKind.CENTRAL)


def _free_code(kind: str, province_code: str) -> str:
    """``DP28``; ``CAISS2803``, the next of its province. Codes of closed offices are not given again."""
    if kind == OfficeKind.PROVINCIAL_OFFICE and not Office.objects.filter(code=f"DP{province_code}").exists():
        return f"DP{province_code}"
    stem = f"CAISS{province_code}" if kind == OfficeKind.CAISS else f"DP{province_code}-"
    taken = Office.objects.filter(code__startswith=stem).values_list("code", flat=True)
    last = max((int(code[len(stem) :]) for code in taken if code[len(stem) :].isdigit()), default=0)
    return f"{stem}{last + 1:02d}"
