"""What can be done with papers: issue one, fetch its bytes, replace or revoke it, and check one somebody holds."""

from receipts.services.checking import MAX_MEGABYTES, MAX_PAGES, check, check_file
from receipts.services.issuing import content, issue, replace, revoke

__all__ = ["MAX_MEGABYTES", "MAX_PAGES", "check", "check_file", "content", "issue", "replace", "revoke"]
