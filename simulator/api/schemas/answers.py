"""What goes: each answer, closed: a key that is not described is not served."""

from __future__ import annotations

from simulator.api.schemas.shapes import (
    COUNT,
    DAY,
    EUROS,
    MONTH,
    POINTER,
    TEXT,
    TRUTH,
    WORDS,
    Schema,
    closed,
    header,
    many,
    or_null,
    reference,
)


def problem() -> Schema:
    """A problem object (RFC 9457)."""
    return closed(
        {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "code": {**TEXT, "description": "Estable: por él se reconoce el problema."},
            "pointer": POINTER,
            "detail": {**TEXT, "description": "Cómo arreglarlo."},
        }
    )


def outcome() -> Schema:
    """What a case comes to."""
    euros = or_null(EUROS)
    payment = dict.fromkeys(("imv", "child_supplement", "increase_15", "total"), euros)
    requirement = {
        "id": TEXT,
        "met": or_null(TRUTH),
        "article": reference("Article"),
        "exception": or_null(TEXT),
        "members": many(TEXT),
        "values": {"type": "object", "additionalProperties": {"type": ["number", "string", "boolean", "null"]}},
        "reason": WORDS,
    }
    monthly = ("guaranteed_income", "computable_income", "imv", "child_supplement", "total")
    kinds = ["imv", "imv_and_child_supplement", "child_supplement_only", "none", "undetermined"]
    return closed(
        {
            **header(),
            "eligible": {**or_null(TRUTH), "description": "null: un dato que falta lo puede cambiar."},
            "kind": {"enum": kinds},
            "effects_from": or_null(DAY),
            "monthly": closed(dict.fromkeys(monthly, euros)),
            "annual": closed({"guaranteed_income": euros}),
            "payments": many(closed({"from": MONTH, "to": or_null(MONTH), **payment})),
            "income": closed(
                {"computable": euros, "exempt_work": euros, "basis": {"enum": ["previous_year", "current_year"]}}
            ),
            "limits": closed({"net_patrimony": euros, "non_corporate_assets": euros}),
            "requirements": many(closed(requirement)),
            "missing": many(POINTER),
            "missing_for_amount": many(POINTER),
            "doubtful": many(TEXT),
            "warnings": many(TEXT),
            "warning_details": many(closed({"code": TEXT, "pointer": POINTER, "reason": WORDS})),
            "changes": many(_change()),
        },
        optional=("changes",),
    )


def _change() -> Schema:
    """A change that would be enough by itself: only where the answer is no."""
    return closed(
        {
            "pointer": POINTER,
            "member": or_null(TEXT),
            "requirement": TEXT,
            "article": reference("Article"),
            "kind": {"enum": ["at_most", "at_least", "ends", "wait_until"]},
            "gives": {
                "enum": ["imv", "imv_and_child_supplement", "child_supplement_only", "undetermined"],
                "description": "Qué correspondería con este cambio, como en kind.",
            },
            "value": {"type": ["number", "string", "boolean", "null"]},
            "reason": WORDS,
        }
    )


def form() -> Schema:
    """What to ask next, and what is clear already."""
    document = {
        "id": TEXT,
        "member": or_null(TEXT),
        "label": WORDS,
        "why": WORDS,
        "issuer": TEXT,
        "accepts": many(TEXT),
        "article": TEXT,
    }
    field = {
        "pointer": POINTER,
        "name": TEXT,
        "entity": {"enum": ["unit", "member"]},
        "member": or_null(TEXT),
        "type": TEXT,
        "options": many(_option()),
        "label": WORDS,
        "help": WORDS,
        "why": WORDS,
        "required": TRUTH,
        "answered": TRUTH,
        "section": TEXT,
        "feeds": many(TEXT),
    }
    return closed(
        {
            **header(),
            "fields": many(closed(field)),
            "needed": many(POINTER),
            "documents": many(closed(document)),
            "settled": many(closed({"id": TEXT, "met": TRUTH, "reason": WORDS})),
            "stopped_by": or_null(TEXT),
            "remaining": closed({"at_least": COUNT, "at_most": COUNT}),
        }
    )


def _option() -> Schema:
    return closed({"value": TEXT, "label": WORDS})


def computable() -> Schema:
    """Income that counts, line by line."""
    line = {
        "member": TEXT,
        "kind": TEXT,
        "year": {"type": "integer"},
        "counts": TEXT,
        "counted": EUROS,
        "article": reference("Article"),
        "reason": WORDS,
    }
    return closed(
        {
            **header(),
            "computable": EUROS,
            "by_year": {"type": "object", "additionalProperties": EUROS},
            "lines": many(closed(line)),
            "doubtful": many(TEXT),
        }
    )


def fact() -> Schema:
    """A fact that may be asked."""
    return closed(
        {
            "name": TEXT,
            "entity": {"enum": ["unit", "member"]},
            "type": TEXT,
            "options": many(_option()),
            "never": TRUTH,
            "closed": {"type": ["boolean", "number", "string", "null"]},
            "unit": TEXT,
            "minimum": or_null({"type": "integer"}),
            "maximum": or_null({"type": "integer"}),
            "asked": TRUTH,
            "label": WORDS,
            "help": WORDS,
            "why": WORDS,
            "feeds": many(TEXT),
            "answered_by": many(
                closed({"who": TEXT, "article": or_null(reference("Article")), "doubtful": or_null(TEXT)})
            ),
            "coverage": {"enum": ["read", "descriptive", "not_covered", "other_regime"]},
        }
    )


def parameter() -> Schema:
    """A dated figure, cell by cell."""
    cell = {"key": TEXT, "value": {"type": ["number", "string"]}, "status": {"enum": ["published", "derived"]}}
    return closed(
        {
            "name": TEXT,
            "label": WORDS,
            "unit": TEXT,
            "article": or_null(reference("Article")),
            "since": DAY,
            "until": or_null(DAY),
            "open_end": TRUTH,
            "source": TEXT,
            "doubtful": or_null(TEXT),
            "cells": many(closed(cell)),
        }
    )
