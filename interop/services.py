"""Verbs of the interop room: ask another administration, and keep the proof of having asked."""

from __future__ import annotations

import logging
import time
from typing import Any, cast

import msgspec
from django.db import transaction
from django.utils import timezone

from core.actors import SYSTEM, Actor
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from interop import connectors
from interop.models import Exchange, ExchangeResult
from interop.types import Answer, AnswerState, ConnectorName

logger = logging.getLogger(__name__)


def _canonical(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _checked(connector: connectors.Connector, question: dict[str, Any]) -> dict[str, Any]:
    try:
        shaped = msgspec.convert(question, connector.question_shape)
    except msgspec.ValidationError:
        # Raised by our own callers' mistakes; msgspec's message could repeat what was typed.
        raise AmparoError("interop.incomplete_question") from None
    return cast(dict[str, Any], msgspec.to_builtins(shaped))


def ask(
    connector: ConnectorName,
    question: dict[str, Any],
    *,
    subject_ref: str,
    purpose: str,
    officer: str = "",
    subject_type: str = "application",
) -> Answer:
    """Put one question. A source that is down is the answer ``down``, never an exception.

    Call it outside a transaction: the question is on record before it is put, and a slow source holds no lock.
    `officer` is the public id of the member of staff who wants to know, empty when the system asks by itself.
    """
    way = connectors.connector(connector)
    asked = _checked(way, question)
    exchange = Exchange.objects.create(
        connector=connector,
        subject_type=subject_type,
        subject_ref=subject_ref,
        purpose=purpose,
        officer=officer,
        asked_at=timezone.now(),
        request_hash=blind_index("interop.question", _canonical(asked)),
    )
    started = time.monotonic()
    request = connectors.Request(str(exchange.public_id), subject_ref, purpose, officer, asked)
    try:
        reply = way.ask(request)
        exchange.result, exchange.http_status, exchange.answer = reply.state, reply.http_status, reply.data
        exchange.answer_hash = blind_index("interop.answer", _canonical(reply.data))
    except connectors.SourceDown as down:
        exchange.result, exchange.http_status, exchange.fault = ExchangeResult.DOWN.value, down.http_status, down.fault
        logger.warning("%s is down: %s (exchange %s)", connector, down.fault, exchange.public_id)
    exchange.milliseconds = round((time.monotonic() - started) * 1000)
    _keep(exchange, way.label)
    return Answer(cast(AnswerState, exchange.result), exchange.answer, exchange.public_id, exchange.asked_at)


def _keep(exchange: Exchange, source: str) -> None:
    actor = Actor("staff", exchange.officer) if exchange.officer else SYSTEM
    with transaction.atomic():
        exchange.save()
        record(
            "interop.asked",
            actor,
            exchange.subject_type,
            exchange.subject_ref,
            {
                "exchange": str(exchange.public_id),
                "connector": exchange.connector,
                "source": source,
                "result": exchange.get_result_display(),
                "purpose": exchange.purpose,
            },
            purpose=exchange.purpose,
        )
