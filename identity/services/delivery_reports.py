"""Delivery reports that come back by e-mail (RFC 3464): which of our messages did not arrive, and why.

A report counts only where it brings back the Message-ID of a message of ours to that very address
(`core.mail.is_ours`): anybody may write where reports come to, and nobody may have another's address marked.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message

from core import mail
from identity.services.addresses import mark_undeliverable
from identity.types import FailedDelivery

LARGEST_REPORT = 1024 * 1024
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


def take_delivery_report(raw: bytes) -> int:
    """Mark the addresses whose failure the report proves; returns how many. What is no report says nothing."""
    failures = list(failed_deliveries(raw))
    for failure in failures:
        mark_undeliverable(failure.address, failure.status)
    return len(failures)


def failed_deliveries(raw: bytes) -> Iterator[FailedDelivery]:
    """The deliveries that failed for good, each proved by the message it gives back."""
    # The old policy never raises on a malformed header, and strangers write these.
    report = email.message_from_bytes(raw[:LARGEST_REPORT], policy=email.policy.compat32)
    returned = _returned_message(report)
    if returned is None:
        return
    message_id, sent_to = str(returned.get("Message-ID", "")), _address(str(returned.get("To", "")))
    for group in _recipients(report):
        named = [_address(str(group.get(name, ""))) for name in ("Original-Recipient", "Final-Recipient")]
        # Mail that was forwarded fails under another name: the one we wrote to stands in what came back.
        ours = next((one for one in (*named, sent_to) if one and mail.is_ours(message_id, one)), None)
        if ours is not None and _field(group, "Action").lower() == "failed":
            yield FailedDelivery(ours, _status(_field(group, "Status")))


def _recipients(report: Message) -> Iterator[Message]:
    """The groups of fields that are about one recipient each; the first group is about the message."""
    for part in report.walk():
        groups = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(groups, list):
            yield from (group for group in groups[1:] if isinstance(group, Message))


def _returned_message(report: Message) -> Message | None:
    """What came back of the message itself: whole, or its headers only."""
    for part in report.walk():
        if part is report or part.get_content_type() not in _RETURNED:
            continue
        content = part.get_payload()
        if isinstance(content, list) and content and isinstance(content[0], Message):
            return content[0]
        headers = part.get_payload(decode=True)
        if isinstance(headers, bytes):
            return email.message_from_bytes(headers, policy=email.policy.compat32)
    return None


def _field(group: Message, name: str) -> str:
    return str(group.get(name, "")).strip()


def _address(value: str) -> str:
    """``rfc822; Ana <ana@example.org>`` → ``ana@example.org``; empty where there is none."""
    found = re.search(r"[^\s<>;,\"]+@[^\s<>;,\"]+", value)
    return found[0] if found else ""


def _status(value: str) -> str:
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", value)
    return found[0] if found else "5.0.0"
