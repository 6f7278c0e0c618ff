"""The hint about an address that looks mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.services import suspicious_address
from identity.services.addresses import KNOWN_DOMAINS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.con", "ana@gmail.com"),
        ("ana@gamil.com", "ana@gmail.com"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@hotmal.es", "ana@hotmail.es"),
        ("ana@outlok.es", "ana@outlook.es"),
        ("ana@yaho.es", "ana@yahoo.es"),
        ("ana@gmаil.com", "ana@gmail.com"),  # the second a is Cyrillic
        ("ana@gmai1.com", "ana@gmail.com"),
        ("Ana.Perez@GMIAL.COM", "Ana.Perez@gmail.com"),
    ],
)
def test_common_slips_are_noticed(typed, meant):
    assert suspicious_address(typed) == meant


@pytest.mark.parametrize(
    "fine",
    ["ana@example.org", "ana@ayto-malaga.es", "ana@seg-social.es", "ana@correo.ugr.es", "ana@mail.com", "ana", "@", ""],
)
def test_addresses_that_are_fine_are_left_alone(fine):
    assert suspicious_address(fine) is None


@given(st.sampled_from(KNOWN_DOMAINS), st.text(min_size=1).filter(str.strip))
def test_a_known_domain_is_never_doubted(domain, name):
    assert suspicious_address(f"{name}@{domain}") is None


@given(st.text())
def test_any_text_is_survived(text):
    hint = suspicious_address(text)
    assert hint is None or "@" in hint
