"""Gapless numbers of registry books."""

from django.db import transaction

from core.models import RegistryCounter


def next_number(book: str, year: int) -> str:
    """The next number of `book` in `year`, as ``2026-000123``.

    Must be called inside the transaction of the entry itself: a number is taken only if that commits, and the counter
    stays locked until then, so no number is skipped or given twice.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a registry number is taken inside the transaction of its entry")
    RegistryCounter.objects.get_or_create(book=book, year=year)
    counter = RegistryCounter.objects.select_for_update().get(book=book, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:06d}"
