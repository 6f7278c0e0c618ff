"""The powers table of the requirements (§1.6), row by row: which registered actions make each cell true.

A cell says what the row's actions must come to for everybody of a column, over every state of the dossier. What is not
built yet stands in `NOT_YET` with the reason, so that no row of the table is forgotten.
"""

from dataclasses import dataclass

from tests.rights.cast import ASSIGNED

COLUMNS: dict[str, set[str]] = {
    "citizen": {"the citizen", "another citizen"},
    "capturer": {"capturer here", "capturer elsewhere"},
    "processor": {ASSIGNED, "processor here", "processor elsewhere", "processor elsewhere, purpose stated"},
    "supervisor": {"supervisor here", "supervisor elsewhere"},
    "administrator": {"administrator"},
    "fiscal control": {"fiscal reviewer here", "fiscal reviewer elsewhere"},
}
REFUSED: set[str] = set()
OWN = {"citizen": {"the citizen"}, "supervisor": {"supervisor here"}, "fiscal control": {"fiscal reviewer here"}}
"""● in these columns: their own application, their own directorate, what was sent to theirs."""
AFTER_SAYING_WHY = {ASSIGNED, "processor here", "processor elsewhere, purpose stated"}


@dataclass(frozen=True)
class Power:
    """One row. `actions` make it true; `allowed` names the columns that are not ✖ and who of them may."""

    requirements: tuple[str, ...]
    actions: tuple[str, ...]
    allowed: dict[str, set[str]]

    def expected(self, column: str) -> set[str]:
        """Who of the column may."""
        return self.allowed.get(column, REFUSED)


POWERS_TABLE: dict[str, Power] = {
    "create / edit draft": Power(
        ("S2-28", "S2-65"),
        ("application.edit", "application.capture"),
        # A capturer in whatever office; whose capture is whose, and when, is in tests/rights/test_captures.py.
        {"citizen": OWN["citizen"], "capturer": COLUMNS["capturer"]},
    ),
    "submit": Power(
        ("S2-60", "S2-65"),
        ("application.submit", "application.capture"),
        {"citizen": OWN["citizen"], "capturer": COLUMNS["capturer"]},
    ),
    "read any application nationwide": Power(
        ("S2-67", "S2-70"),
        ("dossier.read", "document.view", "letter.download"),
        {
            "processor": AFTER_SAYING_WHY,
            "supervisor": OWN["supervisor"],
            "fiscal control": OWN["fiscal control"],
        },
    ),
    "work a dossier (verify, ask, calculate, propose)": Power(("S2-68",), ("dossier.work",), {"processor": {ASSIGNED}}),
    "resolve under limit / over limit": Power(
        ("S2-68",),
        ("dossier.resolve", "dossier.review"),
        {"processor": {ASSIGNED}, "fiscal control": OWN["fiscal control"]},
    ),
    "activate processors, reassign, assignment policy": Power(
        ("S2-69", "S2-70"),
        ("supervision.read", "assignment.manage", "processor.manage", "dossier.reassign"),
        {"supervisor": OWN["supervisor"]},
    ),
    # That a supervisor proposes one is not built; they decide none, which is what the cell holds.
    "relocation between directorates": Power(
        ("S2-71",), ("relocation.manage",), {"administrator": COLUMNS["administrator"]}
    ),
    # Form versions and common tables come with the rule text: its questions, its documents, its kinds of income.
    "amounts, rules, form and document versions, common tables, offices": Power(
        ("S2-71",),
        (
            *("office.manage", "staff.manage", "office_change.confirm", "grant.confirm"),
            *("text_version.manage", "text_version.write", "text_version.review"),
        ),
        {"administrator": COLUMNS["administrator"]},
    ),
    # Staff read the history of what they may read; this row is about reading everything.
    "read audit log": Power(
        ("S0-5", "S2-71"),
        ("history.read_all", "supervision.read"),
        {"administrator": COLUMNS["administrator"], "supervisor": OWN["supervisor"]},
    ),
}
NOT_YET = {
    "report compliance (form, bulk, web service)": "entities and their claims are another room, still to come (S3)",
    "see a claim's compliance state": "claims are another room, still to come (S1-22, S3)",
}
STOP = Power(("S2-48",), ("dossier.stop_automation",), {"processor": {ASSIGNED}, "supervisor": OWN["supervisor"]})
"""Not a row of the table: the human stop of automatic steps (S2-48)."""
