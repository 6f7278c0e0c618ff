"""The zone of one card, made out to whatever name a test asks for."""

from datetime import date

from identity.specimens import zones


def lines_of(surnames="VERA", names="LUCÍA"):
    """Its three lines as a printer writes them."""
    return zones.td1(
        code="ID",
        issuer="ESP",
        document="CAA990037",
        optional="99001117D",
        birth=date(1984, 5, 2),
        sex="F",
        expiry=date(2031, 3, 14),
        nationality="ESP",
        surnames=surnames,
        names=names,
    )
