"""What can be done with papers: issue, fetch, replace or revoke one, check one that somebody holds, prove its day."""

from receipts.readers import register_rule, register_visitors
from receipts.services.certificates import revoke_certificate
from receipts.services.chaining import close_due_days
from receipts.services.checking import MAX_MEGABYTES, MAX_PAGES, check, check_file
from receipts.services.issuing import content, issue, original, replace, revoke
from receipts.services.proving import proof, published, verify_chain
from receipts.services.unsealed import unsealed

__all__ = [
    "MAX_MEGABYTES",
    "MAX_PAGES",
    "check",
    "check_file",
    "close_due_days",
    "content",
    "issue",
    "original",
    "proof",
    "published",
    "register_rule",
    "register_visitors",
    "replace",
    "revoke",
    "revoke_certificate",
    "unsealed",
    "verify_chain",
]
