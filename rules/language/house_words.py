"""The few words the reading of a text adds to its sentences: who somebody is, *never*, and what a reader must know.

They are translated in each text's catalogues, with its own sentences.
"""

from __future__ import annotations

RELATIONS = {
    "applicant": "la persona solicitante",
    "spouse": "el cónyuge",
    "partner": "la pareja",
    "child": "un hijo o una hija",
    "grandchild": "un nieto o una nieta",
    "parent": "el padre o la madre",
    "grandparent": "el abuelo o la abuela",
    "sibling": "un hermano o una hermana",
    "fostered": "un menor acogido",
    "guardianship": "un menor tutelado",
}
OTHER_PERSON = "otra persona"
SOME_PERSON = "alguna persona"
SEVERAL = "{some} y {last}"
NEVER_WORD = "nunca"

#: Said of a requirement that is decided although a figure of its own sentence is not known yet.
MET_ANYHOW = "{label}: se cumple, sea cual sea la respuesta a lo que falta."
NOT_MET_ANYHOW = "{label}: no se cumple, sea cual sea la respuesta a lo que falta."

NOT_PUBLISHED = "Las cuantías de ese año no se han publicado: se usan las últimas."
IGNORED = "Esta persona no es familia y queda fuera de la unidad."
NOT_COVERED = "Todavía no sabemos tener en cuenta este dato: no damos respuesta."
NOT_USED = "Este dato no cuenta con la ley de esa fecha."

WAIT = "Podrías pedirla desde el {value}, si lo demás no cambia."
ASKED_BY = "Lo pide el artículo {article}."

#: What a change would make due, by the kind of the outcome that it leads to.
GIVES = {
    "imv": "Entonces correspondería el ingreso mínimo vital.",
    "imv_and_child_supplement": (
        "Entonces correspondería el ingreso mínimo vital y el complemento de ayuda para la infancia."
    ),
    "child_supplement_only": "Entonces correspondería solo el complemento de ayuda para la infancia.",
    "undetermined": "Entonces correspondería algo; para saber qué parte, falta algún dato.",
}

HOUSE_WORDS = (
    *RELATIONS.values(),
    OTHER_PERSON,
    SOME_PERSON,
    SEVERAL,
    NEVER_WORD,
    MET_ANYHOW,
    NOT_MET_ANYHOW,
    NOT_PUBLISHED,
    IGNORED,
    NOT_COVERED,
    NOT_USED,
    WAIT,
    ASKED_BY,
    *GIVES.values(),
)
