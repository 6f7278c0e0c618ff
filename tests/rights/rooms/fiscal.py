"""Fiscal control's pages, and the actions behind them."""

from tests.rights.rows import NOBODY, Office, nothing

REVIEWERS = {"fiscal reviewer here", "fiscal reviewer elsewhere"}
SENT = {"": NOBODY, "fiscal_review": {"fiscal reviewer here"}}

ADDRESSES = {
    "workflow:fiscal_queue": Office(REVIEWERS, arguments=nothing),
    "workflow:fiscal_review": Office(SENT, "form", body={"return": "1"}),
}
POWERS = {
    "fiscal_queue.read": {"": REVIEWERS},
    "dossier.review": SENT,
}
