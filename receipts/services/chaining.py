"""The chain of days: each day's papers as a Merkle tree, its root sealed and tied to the day before.

Whoever keeps one root can tell later whether a paper of that day or of any day before was added, taken away or changed,
by us too. A day without papers has its root like any other, so that no day can vanish unseen.
"""

import hashlib
import logging
import time
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core import events
from core.actors import SYSTEM
from core.errors import AmparoError
from receipts import keys, models
from receipts.services.certificates import certificate_in_use
from receipts.verify.merkle import tree_root
from receipts.verify.proof import DayStatement

logger = logging.getLogger(__name__)
# A paper takes its time before it is sealed and written, so a day is closed some time after its end.
GRACE = timedelta(minutes=30)
LATE = timedelta(days=2)
_DAYS_AT_ONCE = 31
_REST_SECONDS = 60.0
_resting_until = 0.0


def close_due_days(limit: int = _DAYS_AT_ONCE) -> int:
    """Close every day that is over and not closed yet, oldest first; returns how many. Safe to run twice at once."""
    global _resting_until  # noqa: PLW0603 - one process, one rest
    if time.monotonic() < _resting_until:
        return 0
    try:
        closed = 0
        while closed < limit and (day := next_day()) is not None and close_day(day):
            closed += 1
    except AmparoError:
        # No seal just now: ask again in a minute, not twice a second.
        _resting_until = time.monotonic() + _REST_SECONDS
        raise
    return closed


def next_day() -> date | None:
    """The day to close next: the one after the last closed, or the first with a paper; None if it is not over."""
    last = models.DailyRoot.objects.order_by("-day").first()
    if last is not None:
        day = last.day + timedelta(days=1)
    else:
        first = _sealed().order_by("issued_at").values_list("issued_at", flat=True).first()
        if first is None:
            return None
        day = timezone.localdate(first)
    return day if timezone.now() >= _end_of(day) + GRACE else None


def close_day(day: date) -> bool:
    """Close one day; False if somebody else has just done so."""
    try:
        with transaction.atomic():
            previous = models.DailyRoot.objects.select_for_update().order_by("-day").first()
            if previous is not None and previous.day >= day:
                return False
            _close(day, previous)
    except IntegrityError:
        return False
    return True


def statement_hash(root: models.DailyRoot) -> str:
    """What ties a day to the next: the SHA-256 of the bytes that were sealed."""
    return hashlib.sha256(bytes(root.statement)).hexdigest()


def _close(day: date, previous: models.DailyRoot | None) -> None:
    papers = list(_of(day).values_list("sha256", flat=True))
    root = tree_root([bytes.fromhex(paper) for paper in papers]).hex()
    tied = statement_hash(previous) if previous is not None else ""
    statement = DayStatement(settings.PUBLIC_URL, day, len(papers), root, tied).encoded()
    sealer = keys.sealer()
    row = models.DailyRoot.objects.create(
        day=day,
        size=len(papers),
        root=root,
        previous=tied,
        statement=statement,
        signature=sealer.detached(statement),
        seal_certificate=certificate_in_use(sealer),
        closed_at=timezone.now(),
    )
    models.Leaf.objects.bulk_create(
        [models.Leaf(daily_root=row, position=place, sha256=paper) for place, paper in enumerate(papers)],
        batch_size=1000,
    )
    events.record(
        "roots.closed", SYSTEM, "daily_root", day.isoformat(), {"day": day, "size": len(papers), "root": root}
    )


def _sealed() -> QuerySet[models.Receipt]:
    return models.Receipt.objects.exclude(stored_file=None)


def _of(day: date) -> QuerySet[models.Receipt]:
    """Papers of the day, in order; and those of the days just before that came too late for their own."""
    end = _end_of(day)
    in_a_tree = Exists(models.Leaf.objects.filter(sha256=OuterRef("sha256")))
    recent = _sealed().filter(issued_at__lt=end, issued_at__gte=end - timedelta(days=1) - LATE)
    return recent.exclude(in_a_tree).order_by("issued_at", "id")


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
