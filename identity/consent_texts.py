"""Texts of this room that people agree to, each with its version. A word changed is another version."""

FACE_VERSION = "cara-2026-1"
FACE_TEXT = "\n".join(
    (
        "Permito que un programa compare mi cara con la foto de mi documento, solo para comprobar quién soy.",
        "La foto de mi cara se borra en cuanto haya un resultado. No se guarda ninguna medida de mi cara.",
        "Puedo decir que no, o retirar este permiso cuando quiera. Entonces lo mira una persona y no pierdo nada.",
    )
)
