"""Lines of text, made by hand: what they say of a card's kind, and which field each value is."""

import numpy as np
import pytest

from identity.vision import classify, fields
from identity.vision.mrz_card import support_fits
from identity.vision.ocr import TextBox, TextLine, dictionary, recognition

SPANISH = """40,20 DOCUMENTO NACIONAL DE IDENTIDAD
480,60 DNI 99001117D
480,160 APELLIDOS
480,180 VERA
480,210 MUÑOZ
480,245 NOMBRE
480,265 LUCÍA
480,300 SEXO
480,325 F
600,300 NACIONALIDAD
600,325 ESP
480,360 FECHA DE NACIMIENTO
480,385 O2 05 1984
480,420 EMISIÓN
480,445 14 03 2021
700,420 VALIDEZ
700,445 14 03 2031
480,480 NUM SOPORT
480,505 CAA99OO37
780,560 990037
40,10 ESPAÑA"""
FOREIGNER = """150,30 PERMISO DE RESIDENCIA
20,30 ESP
720,30 E99000492
390,110 APELLIDOS Nombre / SURNAMES Forenames
390,135 BENHADDOU
390,160 LAHLOU Samira
390,230 NIE: 29901356E
390,300 FECHA NACIMIENTO / BIRTH DATE
390,325 11 04 1991
390,350 VALIDEZ / EXPIRY
390,375 02 10 2029"""


def lines_of(text):
    """One line for each ``left,top words``, as a level box of 24 pixels' height."""
    found = []
    for row in text.splitlines():
        place, words = row.split(" ", 1)
        left, top = map(float, place.split(","))
        right = left + 11 * len(words)
        corners = np.array([[left, top], [right, top], [right, top + 22], [left, top + 22]], np.float32)
        read = recognition.Read(words, (0.99,) * len(words), np.zeros((1, 1), np.float32))
        found.append(TextLine(TextBox(corners, 0.9), read))
    return found


def read(text):
    lines = lines_of(text)
    foreigner = classify.speaks_of_foreigner(classify.words_of(lines))
    found = fields.read_fields(lines, foreigner, 1000.0)
    document = classify.classify(lines, found, None, False)
    return document, {name: field.value for name, field in found.items()}


@pytest.mark.req("S2-22")
def test_each_value_is_the_field_of_the_label_over_it():
    document, found = read(SPANISH)
    assert (document.kind, document.side, document.spanish_card) == ("dni4", "front", True)
    assert found == {
        "number": "99001117D",
        "surnames": "VERA MUÑOZ",
        "names": "LUCÍA",
        "sex": "F",
        "nationality": "ESP",
        "birth": "1984-05-02",
        "issue": "2021-03-14",
        "expiry": "2031-03-14",
        "support": "CAA990037",
        "can": "990037",
    }


@pytest.mark.parametrize("left", [145, 158, 172])
def test_a_name_found_in_pieces_is_one(left):
    (place,) = [row.split(" ")[0] for row in SPANISH.splitlines() if row.endswith(" LUCÍA")]
    across, top = place.split(",")
    piece = f"{int(across) + left - 100},{int(top) + 2} INMACULADA"
    assert read(f"{SPANISH}\n{piece}")[1]["names"] == "LUCÍA INMACULADA"
    assert read(f"{SPANISH}\n{int(across) + 300},{top} ESPECIMEN")[1]["names"] == "LUCÍA"


def test_the_letter_of_the_sex_is_no_name_though_its_label_was_not_read():
    unlabelled = "\n".join(row for row in SPANISH.splitlines() if "SEXO" not in row and "NACIONALIDAD" not in row)
    assert read(unlabelled)[1]["names"] == "LUCÍA"


def test_on_a_foreigners_card_names_stand_with_the_surnames_and_2_means_z():
    document, found = read(FOREIGNER)
    assert (document.kind, document.side) == ("tie", "front")
    assert (found["number"], found["support"]) == ("Z9901356E", "E99000492")
    assert (found["surnames"], found["names"]) == ("BENHADDOU LAHLOU", "Samira")
    assert (found["birth"], found["expiry"]) == ("1991-04-11", "2029-10-02")


@pytest.mark.req("S2-22")
@pytest.mark.parametrize(
    "title",
    ["TARJETA DE IDENTIDAD MILITAR", "PERMISO DE CONDUCCIÓN", "PERMISO DE CONDUCCI", "CARNÉ PROFESIONAL", "XRTQ LLMN"],
)
def test_state_number_and_labels_without_a_title_or_a_support_number_are_no_dni(title):
    """Licences and cards of every Spanish office print them; only a DNI has its title, or a number of its series."""
    other = SPANISH.replace("DOCUMENTO NACIONAL DE IDENTIDAD", title)
    other = "\n".join(row for row in other.splitlines() if "SOPORT" not in row and "CAA99" not in row)
    assert read(other)[0].kind == "other"
    assert read(other)[1]["number"] == "99001117D"


def test_a_day_engraved_in_six_figures_is_not_the_access_number():
    """On the DNI 3.0 the day of issue stands over the small portrait: that of the end, some years before."""
    engraved = SPANISH.replace("780,560 990037", "780,400 140321")
    assert "can" not in read(engraved)[1]
    assert read(f"{SPANISH}\n780,400 140321")[1]["can"] == "990037"


def test_a_dni_whose_title_was_not_read_is_known_by_its_support_number():
    blurred = SPANISH.replace("DOCUMENTO NACIONAL DE IDENTIDAD", "XRTQ LLMN").replace("NUM SOPORT", "MIM SEPRT")
    assert read(blurred)[0].kind == "dni4"


@pytest.mark.parametrize("joined", ["DNI99001117D", "DN199001117D", "ON199001117D", "DNI 99001117D", "DNL99001117D"])
def test_a_number_joined_to_the_word_before_it_is_read_however_that_word_was(joined):
    assert read(SPANISH.replace("DNI 99001117D", joined))[1]["number"] == "99001117D"


def test_no_digit_is_dropped_to_make_a_letter_hold():
    assert "number" not in read(SPANISH.replace("DNI 99001117D", "199001117D"))[1]
    assert "number" not in read(SPANISH.replace("DNI 99001117D", "DNI199001117D"))[1]


@pytest.mark.parametrize(
    ("printed", "foreigner", "support"),
    [
        ("CAA990037", False, "CAA990037"),
        ("CG0421039", False, "CGO421039"),
        ("C6U887631", False, "CGU887631"),
        ("BD6265957 04 01 2028", False, "BDG265957"),
        ("BDG26595Z", False, "BDG265952"),
        ("85593980O", False, None),
        ("855939800", False, None),
        ("E99000492", True, "E99000492"),
        ("E9900O49Z", True, "E99000492"),
        ("E9900O49Z", False, None),
        ("E99000492", False, "E99000492"),
        ("CAA990037", True, "CAA990037"),
        ("C60421039", True, "C60421039"),
        ("C00807443", False, None),
        ("C00807443", None, None),
        ("E99000492", None, "E99000492"),
    ],
)
def test_a_support_number_is_read_as_those_of_its_kind_of_card_are(printed, foreigner, support):
    found = fields.read_fields(lines_of(f"40,20 {printed}"), foreigner, 1000.0)
    assert (found["support"].value if "support" in found else None) == support


@pytest.mark.parametrize(("digits", "letter"), [("85593980", "Q"), ("11850112", "S"), ("58815008", "O")])
def test_a_dni_number_is_no_support_number(digits, letter):
    assert not fields.supports_in(digits + letter)


def test_a_number_whose_letter_does_not_hold_was_not_read():
    _, found = read(SPANISH.replace("99001117D", "99001118D"))
    assert "number" not in found
    assert found["number_unchecked"] == "99001118D"


def test_dates_out_of_order_were_not_read():
    _, found = read(SPANISH.replace("14 03 2031", "14 03 1931"))
    assert not {"birth", "issue", "expiry"} & found.keys()


@pytest.mark.req("S2-22")
@pytest.mark.parametrize(
    "text",
    [
        "40,20 REPÚBLICA ARGENTINA\n40,60 DOCUMENTO NACIONAL DE IDENTIDAD\n40,100 APELLIDO\n40,140 99001117D",
        "40,20 REPÚBLICA DEL PERÚ\n40,60 DOCUMENTO NACIONAL DE IDENTIDAD\n40,100 APELLIDOS",
        "40,20 PERMISO DE CONDUCCIÓN\n40,60 ESPAÑA\n40,100 APELLIDOS\n40,140 99001117D",
        "40,20 RÉPUBLIQUE FRANÇAISE\n40,60 TITRE DE SEJOUR / RESIDENCE PERMIT\n40,100 NIE X1234567L",
        "40,20 REPÚBLICA PORTUGUESA\n40,60 CARTÃO DE CIDADÃO\n40,100 APELIDOS",
        "40,20 REPUBBLICA ITALIANA\n40,60 CARTA D'IDENTITÀ / IDENTITY CARD",
        "40,20 TARJETA SANITARIA\n40,60 ESPAÑA\n40,100 DNI 99001117D",
        "40,20 DOCUMENTO NACIONAL DE IDENTIDAD\n40,60 APELLIDOS",
        "40,20 BIBLIOTECA MUNICIPAL\n40,60 CARNÉ DE LECTURA",
    ],
)
def test_another_countrys_card_or_another_kind_is_never_taken_for_a_spanish_one(text):
    document, _ = read(text)
    assert document.kind == "other"
    assert not document.spanish_card


BACK = """270,30 OBSERVACIONES / REMARKS
270,55 AUTORIZACIÓN RESIDENCIA-TRABAJO
270,120 FECHA DE EMISIÓN - LUGAR / DATE OF ISSUE - PLACE
270,145 14 03 2024 MADRID
270,200 LUGAR DE NACIMIENTO / PLACE OF BIRTH
270,225 {birthplace}
40,290 DOMICILIO / ADDRESS
40,315 {street}
40,340 {town}"""
PLACES = {"birthplace": "SÃO PAULO - BRASIL", "street": "AVDA. DE PORTUGAL 12", "town": "VILLANUEVA DE LA SERENA"}


@pytest.mark.req("S2-22")
@pytest.mark.parametrize(
    "place",
    ["BRASIL", "ROMANIA", "REPÚBLICA DOMINICANA", "ITALIA", "UNITED STATES", "REPÚBLICA ARGENTINA", "MARRUECOS"],
)
def test_the_back_of_a_permit_is_spanish_wherever_its_holder_was_born(place):
    document, _ = read(BACK.format(**PLACES | {"birthplace": f"CIUDAD - {place}"}))
    assert (document.kind, document.side) == ("tie", "back")
    document, _ = read(BACK.format(**PLACES | {"town": place}))
    assert (document.kind, document.side) == ("tie", "back")


@pytest.mark.req("S2-22")
@pytest.mark.parametrize("title", ["REPÚBLICA FEDERATIVA DO BRASIL", "ITALIA", "CÉDULA DE IDENTIDAD", "PORTUGAL"])
@pytest.mark.parametrize("top", [5, 400])
def test_the_back_of_another_countrys_card_says_so_elsewhere_than_under_a_place(title, top):
    document, _ = read(f"{BACK.format(**PLACES)}\n40,{top} {title}")
    assert document.kind == "other"


@pytest.mark.req("S2-22")
def test_a_surname_may_be_a_countrys():
    named = SPANISH.replace("VERA", "PORTUGAL").replace("MUÑOZ", "ITALIA")
    document, found = read(named)
    assert (document.kind, found["surnames"]) == ("dni4", "PORTUGAL ITALIA")
    assert not read(f"700,5 PORTUGAL\n{named}")[0].spanish_card


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("40,20 CERTIFICADO DE REGISTRO DE CIUDADANO DE LA UNIÓN\n40,60 NIE X1234567L", "eu_certificate"),
        (
            "40,20 CERTIFICADO DE REGISTRO DE CIUDADANO DE LA UNIÓN\n40,60 N.I.E.\n40,80 X1234567L\n"
            "40,200 Este certificado no acredita la identidad",
            "eu_certificate",
        ),
        ("40,20 PASAPORTE PASSPORT\n40,60 ESPAÑA", "passport"),
    ],
)
def test_other_papers_are_told_by_name(text, kind):
    assert read(text)[0].kind == kind


@pytest.mark.req("S2-22")
@pytest.mark.parametrize(
    ("change", "kind", "fits"),
    [
        (("", ""), "dni4", True),
        (("CAA99OO37", "BAA99OO37"), "dni4", False),
        (("CAA99OO37", "AAA99OO37"), "dni4", False),
        (("APELLIDOS", "PRIMER APELLIDO"), "dnie", False),
    ],
)
def test_a_support_number_of_another_kind_of_card_is_noticed(change, kind, fits):
    document, found = read(SPANISH.replace(*change))
    assert (document.kind, document.by_print) == (kind, True)
    assert support_fits(document.kind, found["number"], found["support"]) is fits


@pytest.mark.parametrize(
    ("kind", "number", "support", "fits"),
    [
        ("tie", "Z9901356E", "E99000492", True),
        ("tie", "Z9901356E", "CAA000492", False),
        ("dni3", "99001117D", "E99000492", False),
        ("dnie", "", "AAA000492", True),
        ("dni4", "99001117D", "", None),
        ("", "99001117D", "BAA000492", None),
        ("dni3", "99001117D", "QAA000492", None),
    ],
)
def test_what_is_not_known_of_a_support_number_says_nothing(kind, number, support, fits):
    assert support_fits(kind, number, support) is fits


def test_surnames_whose_end_no_label_tells_are_not_taken_for_surnames():
    _, found = read(SPANISH.replace("480,245 NOMBRE\n", ""))
    assert not {"surnames", "names"} & found.keys()
    assert found["people"] == "VERA MUÑOZ LUCÍA"


def test_letters_of_other_scripts_count_for_the_latin_ones_they_look_like():
    known = dictionary.characters()
    assert known[0] == ""
    assert known[-1] == " "
    order = recognition._order()
    outputs, letters = recognition._outputs()
    assert "".join(known[output] or "\0" for output in outputs[: len(order)]) == order
    folded = {(known[output], order[at]) for output, at in zip(outputs[len(order) :], letters, strict=True)}
    assert ("Ρ", "P") in folded
    steps = np.zeros((3, len(order)), np.float32)
    for step, letter in enumerate("P<O"):
        steps[step, order.index(letter)] = 0.6
        steps[step, order.index("é")] = 0.9
    line = recognition.Read("", (), steps)
    assert line.held_to(recognition.ZONE).text == "P<O", "in the zone only its 37 characters are read"
