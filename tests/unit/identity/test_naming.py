"""Names from front and zone: the front's spelling where they agree, nothing that was cut, nothing that one alone says
against another."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from identity.vision import mrz
from identity.vision.agreement import AGREES, DIFFERS, NOT_READ
from identity.vision.fields import Field
from identity.vision.naming import _is_label, together
from tests.unit.identity.zone_lines import lines_of

TODAY = date(2026, 11, 22)


def zone_of(surnames, names, *others):
    """The zone of a card made out to that name, as the first reader gives it and `others` as the second."""
    read = mrz.parse(list(lines_of(surnames, names)), TODAY)
    assert read is not None
    assert read.valid
    return replace(read, confidence=0.99, name_readings=(read.name_line, *(others or (read.name_line,))))


def printed(confidence=0.99, **parts):
    return {name: Field(value, confidence) for name, value in parts.items()}


def values(found):
    return {name: (field.value, source) for name, (field, source) in found.told.items()}


@pytest.mark.req("S2-22", "S2-56")
def test_the_spelling_is_the_fronts_and_the_zone_confirms_it():
    found = together(printed(surnames="VERA MUÑOZ", names="LUCÍA"), zone_of("VERA MUÑOZ", "LUCÍA"))
    assert values(found) == {"surnames": ("VERA MUÑOZ", "both"), "names": ("LUCÍA", "both")}
    assert found.sides == {"surnames": AGREES, "names": AGREES}


def test_a_name_cut_in_the_zone_agrees_as_far_as_it_goes():
    zone = zone_of("MARTÍNEZ DE IRUJO SOUTO", "MARÍA INMACULADA")
    assert zone.names == "MARIA"
    found = together(printed(surnames="MARTÍNEZ DE IRUJO SOUTO", names="MARÍA INMACULADA"), zone)
    assert values(found)["names"] == ("MARÍA INMACULADA", "both")
    assert found.sides["names"] == AGREES


@pytest.mark.parametrize(
    ("surnames", "read"),
    [
        ("DE LA FUENTE XIRAU", "DELA FUENTE XIRAU"),
        ("FALCÓ", "F A L C Ó"),
        ("PUIG-ANTICH VERA", "PUIG- ANTICH VERA"),
        ("GARCÍA-ABRIL D'ORS", "GARCÍA-ABRIL D' ORS"),
    ],
)
def test_a_name_is_told_in_the_words_of_a_zone_that_has_the_whole_of_it(surnames, read):
    """Between words a reader sees spaces that are not there, and misses those that are."""
    found = together(printed(surnames=read, names="ANA"), zone_of(surnames, "ANA"))
    assert values(found)["surnames"] == (surnames, "both")


def test_a_name_that_ends_in_a_joining_word_is_not_told_where_the_zone_cannot_say_how_it_goes_on():
    zone = zone_of("MARTÍNEZ DE IRUJO SOUTO", "MARÍA DE LOS DOLORES")
    assert zone.names == "MARIA"
    found = together(printed(surnames="MARTÍNEZ DE IRUJO SOUTO", names="MARÍA DE LOS"), zone)
    assert "names" not in found.told
    assert found.sides["names"] == AGREES, "as far as it goes"


def test_what_the_zone_cut_is_never_told_as_the_whole_name():
    zone = zone_of("SAN JOSÉ ZÚÑIGA", "FRANCISCO DE BORJA")
    assert zone.names == "FRANCISCO<DE"
    assert "names" not in together({}, zone).told
    assert together({}, zone).told["surnames"][0].value == "SAN JOSE ZUNIGA"
    short = zone_of("FERNÁNDEZ-MENDOZA LÓPEZ DE HARO", "ANA")
    assert not together({}, short).told, "with so little left of the names, the surnames were cut too"


def test_a_block_whose_middle_label_was_not_read_is_parted_by_the_zone_or_not_told():
    block = printed(people="ORTIZ GARCIA-ABRIL MARTI")
    found = together(block, zone_of("ORTIZ GARCÍA-ABRIL", "MARTÍ"))
    assert values(found) == {"surnames": ("ORTIZ GARCIA-ABRIL", "both"), "names": ("MARTI", "both")}
    assert not together(block, None).told
    other = together(block, zone_of("ORTIZ PEÑA", "MARTÍ"))
    assert values(other)["surnames"] == ("ORTIZ PENA", "mrz")


@pytest.mark.parametrize(
    ("front", "sure", "second", "state", "value"),
    [
        ("PÉREZ", 0.99, "VERA<<LUCIA", DIFFERS, "VERA"),
        ("PÉREZ", 0.60, "VERA<<LUCIA", NOT_READ, "VERA"),
        ("VEPA", 0.99, "VERA<<LUCIA", NOT_READ, "VERA"),
        ("VEPA", 0.99, "VEPA<<LUCIA", AGREES, "VEPA"),
        ("PÉREZ", 0.99, "VEQA<<LUCIA", NOT_READ, None),
    ],
)
def test_two_readings_contradict_a_third_and_one_alone_does_not(front, sure, second, state, value):
    found = together(printed(sure, surnames=front, names="LUCÍA"), zone_of("VERA", "LUCÍA", second))
    assert found.sides["surnames"] == state
    assert (found.told["surnames"][0].value if "surnames" in found.told else None) == value


def test_readers_that_give_the_zones_name_differently_are_not_believed_alone():
    assert set(together({}, zone_of("VERA", "LUCÍA", "VERA<<LUCTA")).told) == {"surnames"}


def test_names_of_a_zone_that_does_not_hold_count_for_nothing():
    zone = zone_of("VERA", "LUCÍA")
    broken = replace(zone, checks=zone.checks | {"composite": False})
    assert not together({}, broken).told


def test_both_parts_cut_between_two_words_leave_two_places():
    zone = zone_of("AA AAAAAA AAAAAAAAAAAAAA BBBB", "AA BBB")
    assert len(zone.name_line) == 28
    found = together(printed(surnames="AA AAAAAA AAAAAAAAAAAAAA BBBB", names="AA BBB"), zone)
    assert found.sides == {"surnames": AGREES, "names": AGREES}
    assert not together({}, zone).told


WORDS = st.lists(st.text("ABCDEFGHIJLMNOPQRSTUVXYZÁÉÑÜ", min_size=2, max_size=14), min_size=1, max_size=4).map(" ".join)


@given(WORDS, WORDS)
def test_a_zone_never_contradicts_the_name_it_was_written_from(surnames, names):
    assume(not any(_is_label(word) for word in f"{surnames} {names}".split()))
    found = together(printed(surnames=surnames, names=names), zone_of(surnames, names))
    assert DIFFERS not in found.sides.values()
    assert all(field.value in (surnames, names) for field, _ in found.told.values())


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("REINO DE ESPAÑA VERA MUÑOZ NOMERE LUCÍA ESPECIMEN", ("VERA MUÑOZ", "LUCÍA")),
        ("VERA MUÑOZ LUCÍA", ("VERA MUÑOZ", "LUCÍA")),
        ("VERA NOMERE MUÑOZ LUCÍA", ("VERA MUNOZ", "LUCIA")),
        ("PÉREZ NOMERE ANA", ("VERA MUNOZ", "LUCIA")),
    ],
)
def test_names_among_other_words_are_those_the_zone_says(people, told):
    found = together(printed(people=people), zone_of("VERA MUÑOZ", "LUCÍA"))
    assert tuple(found.told[part][0].value for part in ("surnames", "names")) == told


@pytest.mark.parametrize(
    ("surnames", "names", "read", "told"),
    [
        ("FERNÁNDEZ ETXEBERRIA", "XABIER", "XABIER BEXA M FEGHA DE NAGHMIENTO", "XABIER"),
        ("ETXEBERRIA DE LA TORRE", "RAÚL", "RAUL M FECHA BE NACHAIENTA", "RAUL"),
        ("SOUTO SÁNCHEZ", "MARÍA DEL PILAR", "MARÍA DEL PILAR BEXO FO", "MARÍA DEL PILAR"),
        ("SOUTO SÁNCHEZ", "MARÍA DEL PILAR TERESA", "MARÍA DEL PILAR TERESA SEX F", "MARÍA DEL PILAR TERESA"),
        ("VERA", "LUCÍA", "LUCÍA NACIQNALIDAD", "LUCÍA"),
        ("VERA", "LUCÍA", "LUCÍA TERESA", "LUCIA"),
    ],
)
def test_labels_read_behind_a_name_are_no_part_of_it(surnames, names, read, told):
    found = together(printed(surnames=surnames, names=read), zone_of(surnames, names))
    assert found.told["names"][0].value == told


def test_a_name_that_the_zone_does_not_have_is_no_label():
    assert together(printed(surnames="VERA", names="LUCÍA TERESA"), zone_of("VERA", "LUCÍA")).sides["names"] == DIFFERS


def test_one_letter_left_of_a_name_in_the_zone_is_nothing_against_it():
    cut = "CANIZARES<AGUIRREGOMEZCORTA<<J"
    zone = replace(zone_of("CAÑIZARES AGUIRREGOMEZCORTA", "JUAN CARLOS"), name_readings=(cut, cut))
    front = printed(surnames="CAÑIZARES AGUIRREGOMEZCORTA", names="JUAN CARLOS")
    assert together(front, zone).sides == {"surnames": AGREES, "names": NOT_READ}
