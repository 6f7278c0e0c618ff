"""Reads of the interop room."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from interop import connectors
from interop.models import Exchange
from interop.types import Answer, SourceState


def exchanges_of(subject_ref: str) -> QuerySet[Exchange]:
    """Questions put about one case, oldest first; the caller checks that its reader may see them."""
    return Exchange.objects.filter(subject_ref=subject_ref)


def answer_of(exchange_id: uuid.UUID | str) -> Answer:
    """An answer got earlier, as it came."""
    exchange = Exchange.objects.get(public_id=exchange_id)
    return Answer(exchange.result, exchange.answer, exchange.public_id, exchange.asked_at)  # type: ignore[arg-type]


def source_states() -> list[SourceState]:
    """How each administration has been answering."""
    states = []
    for name, label in connectors.LABELS.items():
        last = Exchange.objects.filter(connector=name).order_by("asked_at", "id").last()
        states.append(
            SourceState(
                name=name,
                label=label,
                breaker=str(connectors.connector(name).breaker.current_state),
                last_result=last.result if last else "",
                last_asked_at=last.asked_at if last else None,
            )
        )
    return states
