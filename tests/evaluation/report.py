"""The figures as text: tables per goal, condition, kind, mismatch and face, and pictures of what failed."""

from __future__ import annotations

import os
import platform
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from django.utils import timezone

from identity.specimens.holders import SPANISH_CARDS
from tests.evaluation import drawing, pairs
from tests.evaluation.gallery import Gallery, failures_text
from tests.evaluation.intervals import Rate, percentile, rate
from tests.evaluation.pairs import Compared
from tests.evaluation.scoring import Score

# Field by field: what is asked, and whether accents count.
_COLUMNS: tuple[tuple[str, Callable[[Score], bool | None]], ...] = (
    ("accepted", lambda one: one.accepted),
    ("kind", lambda one: one.kind == one.truth.kind if one.kind else None),
    ("number", lambda one: one.right.get("number")),
    ("birth", lambda one: one.right.get("birth")),
    ("expiry", lambda one: one.right.get("expiry")),
    ("support", lambda one: one.right.get("support")),
    ("surnames", lambda one: one.right.get("surnames")),
    ("folded", lambda one: one.folded.get("surnames")),
    ("names", lambda one: one.right.get("names")),
    ("folded", lambda one: one.folded.get("names")),
    ("MRZ valid", lambda one: one.mrz_valid),
    ("MRZ right", lambda one: one.mrz_right),
    ("no doubt", lambda one: one.accepted and not one.doubts),
    ("front = back", lambda one: one.sides == "agrees" if one.sides else None),
)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _narrow(measured: Rate) -> str:
    """Per cent and its interval, for tables with many columns."""
    if not measured.of:
        return "–"
    low, high = measured.interval()
    return f"{100 * measured.hits / measured.of:.0f} ({100 * low:.0f}–{100 * high:.0f})"


def _read(scores: list[Score]) -> list[Score]:
    """Spanish cards in pictures that may be accepted, and were."""
    return [one for one in scores if one.truth.group in ("good", "hard") and one.accepted]


def _of_names(one: Score) -> bool | None:
    return all(one.folded.values()) if len(one.folded) == 2 else None


def goals_text(scores: list[Score]) -> str:
    """The goals of the issue beside what was measured."""
    read = _read(scores)
    bad = [one for one in scores if one.truth.group == "bad"]
    good = [one for one in scores if one.truth.group == "good"]
    negative = [one for one in scores if one.truth.group == "negative"]
    every = [one for one in scores if one.accepted and one.truth.group in ("good", "hard", "bad")]
    wrong = rate([one.wrong_key for one in every])
    zones = rate([bool(one.mrz_valid and one.mrz_right) for one in read])
    goals = (
        ("MRZ valid and right, accepted captures", "≥ 98 %", zones, 0.98),
        ("wrong key data accepted", "0 in 1,000", wrong, None),
        ("number, accepted captures", "≥ 99 %", rate([one.right.get("number") for one in read]), 0.99),
        ("birth, accepted captures", "≥ 99 %", rate([one.right.get("birth") for one in read]), 0.99),
        ("expiry, accepted captures", "≥ 99 %", rate([one.right.get("expiry") for one in read]), 0.99),
        ("surnames and names, accents folded", "≥ 97 %", rate([_of_names(one) for one in read]), 0.97),
        ("other card taken as Spanish", "≤ 0.5 %", rate([one.taken_as_spanish for one in negative]), -0.005),
        ("bad captures stopped, right reason", "≥ 95 %", rate([one.right_reason for one in bad]), 0.95),
        ("good captures stopped", "≤ 3 %", rate([not one.accepted for one in good]), -0.03),
    )  # fmt: skip
    rows = [(what, goal, str(found), _met(found, limit)) for what, goal, found, limit in goals]
    sure = rate([one.accepted and not one.doubts for one in good])
    rows.append(("good captures with no doubt but the face", "–", str(sure), "–"))
    return _table(("what", "goal", "measured: share (95 % interval; count)", "met here"), rows)


def _met(found: Rate, limit: float | None) -> str:
    """Whether the interval, not only the share, is on one side of the goal. ``limit``: the least share; negative: the
    most; None: none in a thousand."""
    if not found.of:
        return "not measured"
    if limit is None:
        none = "yes" if found.of >= 1000 else "none, but too few to say"
        return "**no**" if found.hits else none
    low, high = found.interval()
    least, most = (limit, 1.0) if limit > 0 else (0.0, -limit)
    if least <= low and high <= most:
        return "yes"
    inside = least <= found.hits / found.of <= most
    return "**no**" if high < least or low > most else f"too few to say; the share {'meets' if inside else 'misses'} it"


def conditions_text(scores: list[Score]) -> str:
    """Every condition of Spanish cards: per cent right with its interval, wrong key data, seconds."""
    head = ("condition", "n", *(name for name, _ in _COLUMNS), "wrong key", "s (p50/p95)")
    rows = []
    for group in ("good", "hard"):
        for name in dict.fromkeys(one.truth.condition for one in scores if one.truth.group == group):
            mine = [one for one in scores if one.truth.condition == name and one.truth.group == group]
            rows.append(_row(name if group == "good" else f"{name} (hard)", mine))
    return _table(head, rows)


def _row(name: str, mine: list[Score]) -> tuple[str, ...]:
    spent = [one.processor for one in mine]
    cells = [_narrow(rate([ask(one) for one in mine])) for _, ask in _COLUMNS]
    wrong = str(sum(one.wrong_key for one in mine))
    return name, str(len(mine)), *cells, wrong, f"{percentile(spent, 0.5):.1f}/{percentile(spent, 0.95):.1f}"


def kinds_text(scores: list[Score]) -> str:
    """Drawn kind against the kind said, over the pictures that must be read and the other documents."""
    mine = [one for one in scores if one.truth.group in ("good", "negative", "other kind")]
    rows = []
    for drawn in dict.fromkeys(one.truth.drawn for one in mine):
        these = [one for one in mine if one.truth.drawn == drawn]
        said = Counter(one.kind or "not said" for one in these)
        right = rate([one.kind == one.truth.kind for one in these])
        rows.append((drawn, these[0].truth.kind, str(right), ", ".join(f"{k} {n}" for k, n in said.most_common())))
    return _table(("document", "should be", "right", "said"), rows)


def stopped_text(scores: list[Score]) -> str:
    """Bad pictures, wrong sides and other documents: stopped, for the right reason, and the reasons given."""
    rows = []
    mine = [one for one in scores if one.truth.reasons]
    for name in dict.fromkeys(_bad_name(one) for one in mine):
        these = [one for one in mine if _bad_name(one) == name]
        said = Counter(", ".join(one.reasons) or one.outcome for one in these)
        stopped, right = rate([not one.accepted for one in these]), rate([one.right_reason for one in these])
        listed = "; ".join(f"{reason} {count}" for reason, count in said.most_common(5))
        rows.append((name, _narrow(stopped), _narrow(right), listed))
    return _table(("picture", "stopped %", "right reason %", "reasons given"), rows)


def _bad_name(one: Score) -> str:
    return one.truth.condition if one.truth.group == "bad" else one.truth.drawn


def mismatches_text(scores: list[Score]) -> str:
    """Documents whose faces do not belong together, or edited: what came out."""
    rows = []
    mine = [one for one in scores if one.truth.group == "mismatch"]
    for name in dict.fromkeys(one.truth.condition for one in mine):
        these = [one for one in mine if one.truth.condition == name]
        outcome = Counter(one.outcome for one in these)
        noticed = rate([bool(one.doubts) for one in these])
        said = Counter(reason for one in these for reason in one.reasons)
        sides = Counter(one.sides or "not said" for one in these)
        rows.append(
            (
                name,
                _narrow(noticed),
                *(", ".join(f"{k} {n}" for k, n in found.most_common(4)) for found in (outcome, sides, said)),
            )
        )
    return _table(("what was done", "noticed %", "outcome", "front against back", "reasons"), rows)


def faces_text(compared: list[Compared]) -> str:
    """False matches and non-matches at each threshold, by group, with intervals."""
    verified, review = pairs.bands()
    text = [f"Verified from {verified:.2f}, a person looks from {review:.2f}. Shares with their 95 % interval.\n"]
    for group in dict.fromkeys(one.group for one in compared):
        mine = [one for one in compared if one.group == group]
        missing = sum(one.likeness is None for one in mine)
        genuine = [one.likeness for one in mine if one.same and one.likeness is not None]
        strangers = [one.likeness for one in mine if not one.same and one.likeness is not None]
        text.append(f"**{group or 'all pairs'}**: {len(genuine)} pairs of one person, {len(strangers)} of two people, ")
        text.append(f"{missing} without a face found.")
        if genuine and strangers:
            text.append(f" Least likeness of one person {min(genuine):.2f}, most of two people {max(strangers):.2f}.")
        rows = []
        for threshold in sorted({*pairs.THRESHOLDS, verified, review}):
            matched, missed = pairs.rates(mine, threshold)
            rows.append((f"{threshold:.2f}", str(matched), str(missed)))
        text.append("\n\n" + _table(("threshold", "false match", "false non-match"), rows) + "\n")
    return "".join(text)


def seconds_text(scores: list[Score]) -> str:
    """What a reading costs."""
    both = [one for one in scores if one.truth.side == "both"]
    rows = []
    for name, of in (("processor", lambda one: one.processor), ("clock", lambda one: one.clock)):
        spent = [of(one) for one in both]
        rows.append((name, *(f"{percentile(spent, share):.2f} s" for share in (0.5, 0.95, 1.0))))
    return _table(("front + back, no selfie", "median", "p95", "most"), rows)


def drawn_text(scores: list[Score]) -> str:
    """Every table of a run on drawn documents."""
    return "\n".join(
        (
            "## Goals\n",
            goals_text(scores),
            "## Reading, by condition\n",
            "Spanish cards (DNI 4.0, DNI 3.0, DNIe, TIE, in turn), front and back; per cent right (95 % interval) of "
            "all sent, accepted or not. *No doubt*: accepted, and only the face is wanting.\n",
            conditions_text(scores),
            "## Pictures to be stopped\n",
            stopped_text(scores),
            "## Which document\n",
            kinds_text(scores),
            "## Documents that do not agree\n",
            "None of these may end as verified: each must be noticed without the face and without what was typed.\n",
            mismatches_text(scores),
            "## Seconds\n",
            seconds_text(scores),
        )
    )


def specimens_text(scores: list[Score]) -> str:
    """Figures on documents nobody here made; wrong ones are named by their file."""
    head = ("what", "measured: share (95 % interval; count)")
    spanish = [one for one in scores if one.truth.kind in SPANISH_CARDS]
    others = [one for one in scores if one.truth.kind not in SPANISH_CARDS]
    names = dict.fromkeys(name for one in scores for name in one.right)
    rows = [("kind", str(rate([one.kind == one.truth.kind for one in scores])))]
    rows += [("side", str(rate([one.side == one.truth.side for one in scores])))]
    rows += [(name, str(rate([one.right.get(name) for one in scores]))) for name in names]
    rows += [(f"{name}, folded", str(rate([one.folded.get(name) for one in scores]))) for name in ("surnames", "names")]
    valid = [one for one in scores if one.truth.mrz_valid]
    invalid = [one for one in scores if not one.truth.mrz_valid]
    rows += [("MRZ valid, where it is", str(rate([one.mrz_valid for one in valid])))]
    rows += [("MRZ right in what its digits cover", str(rate([one.mrz_right for one in scores])))]
    rows += [("MRZ said valid where it is not", str(rate([one.mrz_valid for one in invalid])))]
    rows += [("other document taken as a Spanish card", str(rate([one.taken_as_spanish for one in others])))]
    rows += [("Spanish card sent back", str(rate([not one.accepted for one in spanish])))]
    rows += [("wrong key data accepted", str(rate([one.wrong_key for one in scores if one.accepted])))]
    lines = []
    for one in scores:
        missed = [name for name, right in one.right.items() if not right]
        wrong = [name for name, value in one.wrong.items() if value]
        said = f"{one.kind or '?'} {one.side or '?'}, {one.outcome or '?'} {', '.join(one.reasons)}"
        detail = f"; missed {', '.join(missed)}" if missed else ""
        lines.append(f"- {one.truth.name} ({one.truth.kind} {one.truth.side}): {said}{detail}")
        if wrong:
            lines[-1] += f"; wrong {', '.join(wrong)}"
    return f"# Specimens\n\n{_table(head, rows)}\n" + "\n".join(lines) + "\n\n" + seconds_text(scores)


def machine() -> str:
    """What it ran on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    return f"{model}, {os.cpu_count()} cores, shared; Python {platform.python_version()}; commit {commit.strip()}"


def whole_text(
    scores: list[Score], compared: list[Compared], gallery: Gallery, counts: drawing.Counts, seed: int
) -> str:
    """The report of docs/identity; writes the pictures of failures beside it."""
    planned = len(drawing.plan(counts, seed))
    asked = "ENOUGH=1" if counts == drawing.ENOUGH else f"N={counts.good}"
    stopped = " before it was stopped" if len(scores) < planned else ""
    gallery.write()
    head = f"""# How well documents and faces are read

`make eval-identity {asked} SEED={seed}`, {timezone.localdate():%-d %B %Y}, {machine()}. Written by that command:
do not edit. {len(scores)} of {planned} sets of pictures were measured{stopped}.

Everything here was drawn by `identity/specimens`: invented people, ESPECIMEN on each face, layouts that follow public
facts where there are some and guesses where not (each layout says which). It tells how the reader does against a known
truth under known conditions. It does not tell how it does on the cards, cameras and faces of real people, and the
shares hold within their intervals only. Faces are drawn too: they say nothing of any group of people.

"""
    return head + drawn_text(scores) + "\n## Faces\n\n" + faces_text(compared) + failures_text(gallery)
