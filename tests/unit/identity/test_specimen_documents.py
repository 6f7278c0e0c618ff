"""The generator's truth: what a case says of a document is printed on it, and all of it follows from the seed."""

import io
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from stdnum.es import dni as dni_numbers
from stdnum.es import nie as nie_numbers

from core.validity import PERMANENT, PERMANENT_FROM_AGE, has_turned
from identity.specimens import cards, cases, holders, zones
from identity.specimens.conditions import CONDITIONS, condition
from identity.specimens.photographs import Scene, photograph
from identity.vision import mrz, mrz_card
from tests.evaluation import specimens

TODAY = date(2026, 11, 22)
PERSON = {"birth": date(1974, 8, 12), "sex": "F", "expiry": date(2012, 4, 15)}
# Without a portrait, so drawn in no time.
QUICK = "eu_certificate"


def holds(text: str, digit: str) -> bool:
    values = [0 if sign == "<" else "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(sign) for sign in text]
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10 == int(digit)


def checks_of(lines: tuple[str, ...]) -> list[bool]:
    if len(lines) == 3:
        first, second, _ = lines
        whole = first[5:30] + second[:7] + second[8:15] + second[18:29]
        parts = [(first[5:14], first[14]), (second[:6], second[6]), (second[8:14], second[14]), (whole, second[29])]
    else:
        second = lines[1]
        whole = second[:10] + second[13:20] + second[21:43]
        parts = [(second[:9], second[9]), (second[13:19], second[19]), (second[21:27], second[27])]
        parts += [(second[28:42], second[42]), (whole, second[43])]
    return [holds(text, digit) for text, digit in parts]


def test_the_zones_are_those_icao_prints_as_examples():
    person = {**PERSON, "issuer": "UTO", "nationality": "UTO", "surnames": "Eriksson", "names": "Anna Maria"}
    assert zones.td1(code="I", document="D23145890", optional="", **person) == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    assert zones.td3(document="L898902C3", optional="ZE184226B", **person) == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )


def test_the_zone_of_the_official_dni_specimen():
    holder = holders.CardHolder(
        document_kind="dni3",
        number="99999999R",
        support="BAA000589",
        first_name="Carmen",
        first_surname="Española",
        second_surname="Española",
        birth=date(1980, 1, 1),
        sex="F",
        nationality="ESP",
        expiry=date(2025, 1, 1),
        face_seed=1,
    )
    assert holder.lines() == (
        "IDESPBAA000589599999999R<<<<<<",
        "8001014F2501017ESP<<<<<<<<<<<7",
        "ESPANOLA<ESPANOLA<<CARMEN<<<<<",
    )


@pytest.mark.parametrize(
    ("surnames", "names", "line"),
    [
        ("Muñoz Güell", "Íñigo", "MUNOZ<GUELL<<INIGO<<<<<<<<<<<<"),
        ("D'Ors Calçada", "Mª Ángels", "DORS<CALCADA<<MA<ANGELS<<<<<<<"),
        ("Puig-Antich", "Łucja Bjørn", "PUIG<ANTICH<<LUCJA<BJOERN<<<<<"),
        # The ministry's own specimen of the residence permit cuts both parts so.
        ("FERNÁNDEZ-MENDOZA LÓPEZ DE HARO", "María Inmaculada", "FERNANDEZ<MENDOZA<LOPEZ<D<<MAR"),
    ],
)
def test_names_are_written_in_the_alphabet_of_the_zone_and_cut_where_they_do_not_fit(surnames, names, line):
    if "ª" in names:
        names = names.replace("ª", "A")
    assert zones.name_field(surnames, names, 30) == line


@given(kind=st.sampled_from((*holders.SPANISH, *holders.NEGATIVES)), seed=st.integers(0, 2**31))
@settings(max_examples=200, deadline=None)
def test_random_documents_are_valid_whatever_the_seed(kind, seed):
    holder = holders.random_holder(kind, seed, TODAY)
    assert holder == holders.random_holder(kind, seed, TODAY)
    if kind in holders.SPANISH:
        check = nie_numbers if holder.number[0] in "XYZ" else dni_numbers
        assert check.is_valid(holder.number)
        assert not check.is_valid(holders.with_wrong_letter(holder.number))
    assert holder.birth < holder.issued < TODAY < holder.expiry
    lines = holder.lines()
    assert {len(line) for line in lines} <= ({30} if len(lines) == 3 else {44})
    assert set("".join(lines)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
    assert all(checks_of(lines)) if lines else True


@given(kind=st.sampled_from(holders.SPANISH_CARDS), seed=st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_mismatches_are_what_they_are_called(kind, seed):
    holder = holders.random_holder(kind, seed, TODAY)
    consistent = (
        "wrong letter on both sides",
        "support number of another kind of card",
        "expired",
        "permanent card of somebody too young",
    )
    for name in cases.MISMATCHES:
        front, back, lines = cases.mismatch(name, holder, kind, seed, TODAY)
        zone = lines or back.lines()
        wrong_digits = "not mended" in name
        assert all(checks_of(zone)) != wrong_digits, name
        same = front.number == zone[0][15:24] and f"{front.birth:%y%m%d}" == zone[1][:6]
        assert same == (name in consistent), name
        assert (mrz_card.support_fits(kind, front.number, front.support) is False) == name.startswith("support"), name
        check = nie_numbers if holder.number[0] in "XYZ" else dni_numbers
        assert check.is_valid(front.number) == (name != "wrong letter on both sides")
    assert cases.mismatch("expired", holder, kind, seed, TODAY)[0].expiry < TODAY
    young = cases.mismatch("permanent card of somebody too young", holder, kind, seed, TODAY)[0]
    assert young.expiry == PERMANENT
    assert not has_turned(PERMANENT_FROM_AGE, young.birth, TODAY)


@given(kind=st.sampled_from(holders.SPANISH_CARDS), seed=st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_a_permanent_dni_is_of_somebody_old_enough_when_it_was_given(kind, seed):
    plain = holders.random_holder(kind, seed, TODAY)
    holder = holders.permanently(plain, seed)
    if kind == "tie":
        assert holder == plain
        return
    assert holder.expiry == PERMANENT
    assert has_turned(PERMANENT_FROM_AGE, holder.birth, holder.issued)
    zone = mrz.parse(list(holder.lines()), TODAY)
    assert (zone.valid, zone.birth, zone.expiry) == (True, holder.birth, PERMANENT)


@pytest.mark.parametrize("kind", [*holders.SPANISH, "foreign_passport"])
def test_the_truth_of_a_case_is_what_its_faces_print(kind):
    # One face for all of them, so that it is drawn once.
    holder = replace(holders.random_holder(kind, 5, TODAY), face_seed=5001, sex="F", birth=date(1990, 3, 4))
    printed = dict(cards.front(holder, TODAY).info["printed"])
    if cards.has_back(kind):
        printed = {**cards.back(holder, today=TODAY).info["printed"], **printed}
    assert printed.get("mrz", "").splitlines() == list(holder.lines())
    for name, value in cases.truth(holder).items():
        place = "support" if name == "number" and holder.read_as == "passport" else name
        if name in ("birth", "expiry", "issue"):
            assert date.fromisoformat(value).strftime("%d %m %Y") in printed[place], name
        elif name != "nationality" or holder.read_as != "passport":
            assert value in printed[place], name


def test_a_seed_gives_the_same_bytes_and_another_seed_others():
    how = condition("worn")
    first, again = (cases.photographed(QUICK, how, 3, TODAY) for _ in range(2))
    assert first == again
    assert first.front.content == again.front.content
    assert cases.photographed(QUICK, how, 4, TODAY).front.content != first.front.content


@pytest.mark.parametrize("how", [{"upside_down": True}, {"messenger": True, "tilt": 25.0, "turn": -15.0}])
def test_the_corners_told_are_the_cards(how):
    card = cards.front(holders.random_holder(QUICK, 1, TODAY), TODAY)
    taken = photograph(card, replace(Scene(seed=5), **how))
    size = (640, 404)
    corners = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(taken.info["corners"], np.float32), corners)
    laid = cv2.warpPerspective(np.array(taken), matrix, size), np.array(card.convert("RGB").resize(size))
    flat, plain = (cv2.GaussianBlur(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), (0, 0), 1.5) for one in laid)
    inside = (slice(24, -24), slice(24, -24))
    assert np.corrcoef(flat[inside].ravel(), plain[inside].ravel())[0, 1] > 0.75


@pytest.mark.parametrize("how", CONDITIONS, ids=lambda one: one.name)
def test_every_condition_says_what_should_happen(how):
    assert bool(how.reasons) == (how.group == "bad")
    card = Image.new("RGBA", (1280, 807), (220, 220, 220, 255))
    side = "back" if how.spoils == "back" else "front"
    spoiled = how.scene(1, card, side, strength=1.0)
    assert how.spoiled(1, side)
    assert spoiled == how.scene(1, card, side, strength=1.0)
    if how.ranges:
        assert spoiled != how.scene(1, card, side, strength=0.0)
    if how.spoils != "both":
        assert how.scene(0, card, "front") == condition("mild").scene(0, card, "front")


def test_a_small_picture_has_a_small_card_and_a_cut_one_runs_off_the_picture():
    for name in ("too small", "cut"):
        shot = cases.photographed(QUICK, condition(name), 1, TODAY).front
        corners, size = np.array(shot.corners), Image.open(io.BytesIO(shot.content)).size
        wide = np.linalg.norm(corners[1] - corners[0])
        beyond = (corners < 0).any() or (corners > size).any()
        assert wide < 470 if name == "too small" else beyond


def test_what_draw_specimens_writes_is_read_back_as_the_same_truth(tmp_path):
    options = {"kind": [QUICK, "bank_card"], "condition": "cut", "strength": 0.5, "on": TODAY, "stdout": io.StringIO()}
    call_command("draw_specimens", str(tmp_path), **options)
    certificate, bank = specimens.load(tmp_path)
    case = cases.photographed(QUICK, condition("cut"), 10_000, TODAY, 0.5)
    assert (tmp_path / certificate.file).read_bytes() == case.front.content
    assert (certificate.truth.kind, certificate.truth.fields) == (QUICK, case.fields)
    assert (bank.truth.kind, bank.truth.group, bank.truth.fields) == ("other", "negative", {})
