"""Is this PDF the one that was sealed? Needs neither Django nor a database, so that anyone can run it for years."""

from receipts.verify.verdict import Verdict, VerdictState, verify_bytes

__all__ = ["Verdict", "VerdictState", "verify_bytes"]
