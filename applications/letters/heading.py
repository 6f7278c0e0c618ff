"""What every paper of an application begins with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from applications.models import Application
from core.provinces import CO_OFFICIAL_LANGUAGE, PROVINCES
from receipts.types import Attachment, Block, Document, Phrase, say


def office_name(application: Application) -> str:
    """The directorate in whose name papers go out."""
    return office_of(application.province_code)


def office_of(province_code: str) -> str:
    """The directorate of a province, as letters name it."""
    return f"Instituto Nacional de la Seguridad Social · Dirección Provincial de {PROVINCES.get(province_code, '')}"


def paper(
    kind: str,
    title: str,
    application: Application,
    blocks: Iterable[Block],
    attachments: tuple[Attachment, ...] = (),
) -> Document:
    """A paper about an application, in the languages of its province."""
    return Document(
        kind=kind,
        title=title,
        reference=application.registry_number or "",
        office_name=office_name(application),
        second_language=CO_OFFICIAL_LANGUAGE.get(application.province_code, ""),
        blocks=tuple(blocks),
        attachments=attachments,
    )


def moment(at: datetime) -> Phrase:
    """15 de octubre de 2026, 12:03:45, on the office's clock."""
    local = timezone.localtime(at)
    return say("{day}, {time}", day=local.date(), time=f"{local:%H:%M:%S}")
