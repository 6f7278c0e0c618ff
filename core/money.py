"""Money is an integer number of cents; people read and write euros."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache


@lru_cache(maxsize=8192)
def euros(cents: int) -> str:
    """``73360`` → ``733,60 €``, with a dot every three digits and a no-break space."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}\u00a0€"


def parse_cents(text: str) -> int:
    """Cents of an amount as people write it (``1.234,50``, ``1234.5``, ``1 234 €``); raises ValueError otherwise.

    A single dot or comma followed by one or two digits is the decimal mark; followed by three, it groups thousands.
    """
    compact = re.sub(r"[\s\u00a0€]", "", text)
    if not re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{1,2})?|-?\d+(?:[.,]\d{1,2})?", compact):
        raise ValueError(text)
    decimal_part = re.search(r"[.,](\d{1,2})$", compact)
    whole = compact[: decimal_part.start()] if decimal_part else compact
    fraction = decimal_part.group(1).ljust(2, "0") if decimal_part else "00"
    sign = -1 if whole.startswith("-") else 1
    return sign * (int(re.sub(r"[.,\-]", "", whole)) * 100 + int(fraction))


def monthly(annual_cents: int) -> int:
    """Annual ÷ 12, half up to the cent, once (contract: simulation)."""
    return int((Decimal(annual_cents) / 12).quantize(Decimal(1), rounding=ROUND_HALF_UP))
