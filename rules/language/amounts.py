"""Parts of an amount in cents, half up to the cent, once."""

from __future__ import annotations


def per_month(cents: int, months: int) -> int:
    """An amount over so many months as a monthly one; over none, the amount itself."""
    parts = max(months, 1)
    return (cents * 2 + parts) // (parts * 2)


def twelfth(cents: int) -> int:
    """A yearly amount as a monthly one."""
    return per_month(cents, 12)


def share(cents: int, percent: int) -> int:
    """So many per cent of an amount."""
    return (cents * percent * 2 + 100) // 200
