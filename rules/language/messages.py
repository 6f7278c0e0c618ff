"""What the checker says, in Spanish, for the screens: one catalogue, by the sentence the command line prints.

The key is the sentence as it is written where it is raised, with `{}` in each place; its Spanish has as many. A test
holds every sentence raised to have its entry, and every entry to be raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

#: Words that stand in a place and are not names of the text.
_WORDS: Mapping[str, str] = {
    "bool": "sí o no",
    "int": "un número entero",
    "money": "un importe",
    "date": "una fecha",
    "enum": "una palabra",
    "list": "una lista",
    "years": "un número de años",
    "months": "un número de meses",
    "days": "un número de días",
    "percent": "un tanto por ciento",
    "unit": "la unidad",
    "member": "una persona",
    "one part": "una parte",
    "a table": "una tabla",
    "one value": "una cifra suelta",
}

SPANISH: Mapping[str, str] = {
    # The figures of a table and its dates.
    "`{}` is not {}.": "«{}» no es {}.",
    "Write a date or a whole number.": "Escribe una fecha o un número entero.",
    "`{}` is not an amount in euros.": "«{}» no es un importe en euros.",
    "Write it like 733.60.": "Escríbelo así: 733.60.",
    "`{}` is not a date.": "«{}» no es una fecha.",
    "`{}` is not a day.": "«{}» no es un día.",
    "`{}` does not say `{}`.": "«{}» no dice «{}».",
    "Write it like 2026-01-31.": "Escríbela así: 2026-01-31.",
    "`{}` is not a unit.": "«{}» no es una unidad de medida.",
    "The dates of `{}` are not in order.": "Las fechas de «{}» no están en orden.",
    "Oldest first, like 2026-01-01.": "Primero la más antigua, así: 2026-01-01.",
    "`{}` is a table on some dates only.": "«{}» es una tabla solo en algunas fechas.",
    "Use `cells` on all of them.": "Usa `cells` en todas.",
    "`{}` is no order of a table.": "«{}» no es un orden de una tabla.",
    "There is no cell {}.": "No hay ninguna fila {}.",
    "List keys of `cells`.": "Pon nombres de filas de `cells`.",
    "`{}`: rows are missing.": "En «{}» faltan filas.",
    "Number them one by one.": "Numéralas de una en una.",
    "`rows` and `cells` differ.": "Las filas de `rows` y de `cells` no son las mismas.",
    "Name each row of the table once.": "Nombra cada fila de la tabla una vez.",
    "`{}` is no table to compare `{}` with.": "«{}» no es una tabla con la que comparar «{}».",
    "Name another table of amounts.": "Nombra otra tabla de importes.",
    "There is no figure `{}` on {}.": "No hay ninguna cifra «{}» el {}.",
    # What is written, and where.
    "The file is missing.": "Falta el archivo.",
    "Add it to the text's folder.": "Añádelo a la carpeta del texto.",
    "The file is not a mapping.": "El archivo no es una lista de nombres y valores.",
    "Begin with `name: …` lines.": "Empieza con líneas «nombre: …».",
    "Not YAML: {}.": "El archivo no se puede leer como YAML: {}.",
    "Check indentation.": "Revisa los espacios del principio de cada línea.",
    "`{}` is written twice.": "«{}» está escrito dos veces.",
    "Keep one of the two.": "Deja uno de los dos.",
    "A mapping is missing.": "Faltan los nombres y valores de debajo.",
    "Indent its keys below the name.": "Ponlos debajo, con más espacios al principio.",
    "`{}` means nothing here.": "«{}» no significa nada aquí.",
    "There are: {}.": "Puedes usar: {}.",
    "`{}` is missing.": "Falta «{}».",
    "Add it.": "Añádelo.",
    # Formulas.
    "`{}`: {}": "En «{}»: {}",
    "An expression is missing.": "Falta la fórmula.",
    "Write one, in quotes.": "Escríbela, entre comillas.",
    "`{}` is not an expression ({}).": "«{}» no es una fórmula ({}).",
    "Check brackets and quotes.": "Revisa los paréntesis y las comillas.",
    "{} is not part of the language.": "{} no se puede usar en una fórmula.",
    "Use comparisons, and/or/not, sums, differences, `a if b else c`, and the listed functions.": (
        "Usa comparaciones, and/or/not, sumas, restas, «a if b else c» y las funciones de la lista."
    ),
    "only whole numbers and words may be written.": "solo se pueden escribir números enteros y palabras.",
    "Put amounts in a parameter.": "Pon los importes en una tabla del año.",
    "only one dot is understood.": "solo se entiende un punto.",
    "Write `p.name`, `met.name` or `alias.name`.": "Escribe «p.nombre», «met.nombre» o «alias.nombre».",
    "only tables have cells.": "solo las tablas tienen filas.",
    "Write `p.table[key]`.": "Escribe «p.tabla[fila]».",
    "`is` compares nothing here.": "«is» no compara nada aquí.",
    "Use == or !=.": "Usa == o !=.",
    "`in` needs a list of constants.": "«in» necesita una lista de valores.",
    "Write `name in ('a', 'b')`.": "Escribe «nombre in ('a', 'b')».",
    "this sign is not understood.": "este signo no se entiende.",
    "Write a difference, `a - b`.": "Escribe una resta, «a - b».",
    "there is no product and no division.": "no se puede multiplicar ni dividir.",
    "Store the amounts in a table, as published.": "Guarda los importes en una tabla, como se publicaron.",
    "this call is not understood.": "esta función no se entiende.",
    "Use one of the listed functions, without keywords.": "Usa una de las funciones de la lista, sin nombres dentro.",
    "`{}` is not a function, or takes another number of values.": "«{}» no es una función, o pide otros valores.",
    "this is not a date.": "esto no es una fecha.",
    "Write `date('2026-01-31')`.": "Escribe «date('2026-01-31')».",
    "This is {}; {} is needed here.": "Esto es {}; aquí hace falta {}.",
    "Change the expression.": "Cambia la fórmula.",
    "This expression is not understood.": "Esta fórmula no se entiende.",
    "Simplify it.": "Hazla más sencilla.",
    "{} is {}, and {} is needed.": "{} es {}, y hace falta {}.",
    "Compare or convert it.": "Compáralo con algo, o cámbialo por otra cosa.",
    "{} is {} and {} is {}.": "{} es {} y {} es {}.",
    "Both sides need one type.": "Los dos lados tienen que ser de la misma clase.",
    "`{}` is not a {} name.": "«{}» no es un dato de {}.",
    "It belongs to the other entity; use head(), any(), all(), sum() or count().": (
        "Es de las personas o de la unidad, no de aquí; usa head(), any(), all(), sum() o count()."
    ),
    "Check its spelling.": "Mira si está bien escrito.",
    "There is no parameter `{}`.": "No hay ninguna cifra «{}».",
    "Write it like `hace 6 meses menos 1 día`.": "Escríbelo como «hace 6 meses menos 1 día».",
    "Write `{}` under it.": "Escribe «{}» debajo.",
    "Write `p.name` with a name of parameters.yaml.": "Escribe «p.nombre» con un nombre de parameters.yaml.",
    "`{}` is {}.": "«{}» es {}.",
    "There is no requirement `{}`.": "No hay ningún requisito «{}».",
    "`{}` has no such cell.": "«{}» no tiene esa fila.",
    "Write one of its keys, in quotes.": "Escribe una de sus filas, entre comillas.",
    "{} has no order.": "{} no tiene un antes y un después.",
    "Write values of the same type.": "Escribe valores de la misma clase.",
    "`{}` is not one of its values.": "«{}» no es uno de sus valores.",
    "{} cannot be added.": "{} no se puede sumar.",
    "Add whole numbers or money.": "Suma números enteros o importes.",
    "`{}` compares two numbers.": "«{}» compara dos números.",
    "Give it two.": "Dale dos.",
    "`{}` takes {} values.": "«{}» necesita {} valores.",
    "Give it as many.": "Dale esos.",
    "`includes` looks for a word in a list.": "«includes» busca una palabra en una lista.",
    "Write `includes(name, 'word')`.": "Escribe «includes(nombre, 'palabra')».",
    "A member cannot ask {}() of the others.": "Una persona no puede preguntar {}() de las demás.",
    "Put it in a unit variable.": "Ponlo en una fórmula de la unidad.",
    "sum() adds numbers, not {}.": "sum() suma números, no {}.",
    "Use count() or any().": "Usa count() o any().",
    "`{}` depends on itself: {}.": "«{}» depende de sí mismo: {}.",
    "Break the circle.": "Rompe el círculo.",
    # Facts, questions, requirements, kinds of income.
    "`{}` has a type or coverage that is not known.": "«{}» es de una clase que no se conoce.",
    "{}.": "{}.",
    "`{}`: enums, and only they, list `options`.": "«{}»: solo las palabras llevan una lista de opciones.",
    "Add or remove them.": "Añádela o quítala.",
    "`{}` is not one of its options.": "«{}» no es una de sus opciones.",
    "`{}` does not change such a fact.": "«{}» no cambia un dato así.",
    "A sensitive fact cannot be suggested as a change.": "Un dato delicado no se puede aconsejar cambiarlo.",
    "Remove `change`.": "Quita «change».",
    "The sentence does not show the limit.": "La frase no dice el límite.",
    "Write `{value}` in it once.": "Escribe «{value}» en ella una vez.",
    "There is no such section.": "No hay ningún apartado así.",
    "`option_labels` and options differ: {}.": "Las opciones y sus nombres no son los mismos: {}.",
    "Give each option one label.": "Da un nombre a cada opción.",
    "No article says that it is asked.": "Ningún artículo dice que se le pregunte.",
    "Write `article`, or why not: `doubtful`.": "Escribe «article», o por qué no lo hay: «doubtful».",
    "`{}` has no article.": "«{}» no dice su artículo.",
    "Say where the law counts it or leaves it out.": "Di dónde la ley lo cuenta o lo deja fuera.",
    "`{}` is no way of counting.": "«{}» no es una manera de contar.",
    "Say where the law asks for it.": "Di dónde lo pide la ley.",
    "`{}` is already a fact.": "Ya hay un dato «{}».",
    "Give the variable another name.": "Da otro nombre a la fórmula.",
    "There is no `{}`.": "No hay «{}».",
    "Name a fact or variable of the unit.": "Nombra un dato o una fórmula de la unidad.",
    "`{}` is not a variable of the unit.": "«{}» no es una fórmula de la unidad.",
    # Case rules.
    "`{}` has no `when`.": "«{}» no dice cuándo («when»).",
    "Write at least one pattern under `when`.": "Escribe al menos una condición debajo de «when».",
    "`{}` uses `unless` in stratum 1.": "«{}» usa «unless» en el primer paso.",
    "`{}` uses `unless` too early.": "«{}» usa «unless» demasiado pronto.",
    "Give it `stratum: 2`.": "Ponle «stratum: 2».",
    "`{}` has no sentence.": "«{}» no tiene frase.",
    "Say in Spanish what it found.": "Di en castellano qué ha encontrado.",
    "There is no fact of kind `{}`.": "No hay datos de la clase «{}».",
    "Kinds: {}.": "Hay: {}.",
    "`{}` cannot name this fact.": "«{}» no puede nombrar este dato.",
    "Give each pattern its own `as`.": "Da a cada condición su «as».",
    "`{}` names no fact before this one.": "«{}» no nombra ningún dato de antes.",
    "Use the `as` of a pattern above.": "Usa el «as» de una condición de arriba.",
    "A `{}` has no `{}`.": "Un dato «{}» no tiene «{}».",
    "It has: {}.": "Tiene: {}.",
    "`then` needs a kind and a name.": "«then» necesita una clase y un nombre.",
    "Case rules compare attributes, nothing more.": "Estas reglas solo comparan datos.",
    "Compute it before.": "Calcúlalo antes.",
    "`{}` is not a constant or `alias.name`.": "«{}» no es un valor ni «alias.nombre».",
    "Write one of the two.": "Escribe uno de los dos.",
    "`{}` cannot be chained.": "«{}» no se puede encadenar.",
    "Give it a `when` and another name.": "Dale un «when» y otro nombre.",
    "`{}` makes {} comparisons.": "«{}» hace {} comparaciones.",
    "Make at most {}, or split the rule.": "Haz {} como mucho, o parte la regla.",
    "`{}` names two facts.": "«{}» nombra dos datos.",
    "Give each its own `as`.": "Da a cada uno su «as».",
    "`then.{}` reads an unknown fact.": "«then.{}» usa un dato que no se conoce.",
    "Read one named under `when`.": "Usa uno nombrado en «when».",
    "`{}` joins too many facts.": "«{}» junta demasiados datos.",
    "Join fewer than {}.": "Junta menos de {}.",
    "`{}` names no earlier fact.": "«{}» no nombra ningún dato anterior.",
    "Put its pattern first.": "Pon antes su condición.",
    "`{}` meets a strange constant.": "«{}» se compara con un valor extraño.",
    "Whole numbers or words only.": "Solo números enteros o palabras.",
    "`{}` meets a number too large.": "«{}» se compara con un número demasiado grande.",
    "Stay under 2 to the 53.": "Tiene que ser menor que 2 elevado a 53.",
    "`{}`: words have no order.": "«{}»: las palabras no son mayores ni menores.",
    "Compare with a whole number.": "Compara con un número entero.",
    "Two case rules are called `{}`.": "Dos reglas se llaman «{}».",
    "Rename one.": "Cambia el nombre de una.",
    "`{}` reads `{}`, which {} may still conclude.": "«{}» usa «{}», que {} todavía puede concluir.",
    "Put this rule in a later stratum.": "Pon esta regla en un paso posterior.",
    "The case rules read {} attributes.": "Las reglas usan {} datos distintos.",
    "Read fewer than 300.": "Usa menos de 300.",
    "Too many rules read `{}`.": "Demasiadas reglas usan «{}».",
    "At most 38 clauses may.": "Pueden hacerlo 38 condiciones como mucho.",
    "Two names have the same 32-bit hash.": "Dos nombres se confunden dentro del motor de reglas.",
    "Rename one of them.": "Cambia el nombre de uno.",
    "A condition here is not a comparison.": "Aquí una condición no es una comparación.",
    "Compare an attribute with something.": "Compara un dato con algo.",
    "This is not a constant or `alias.name`.": "Esto no es un valor ni «alias.nombre».",
    "A comparison here is not between this fact and another.": "Aquí una comparación no es entre este dato y otro.",
    "Write `attribute == other.attribute`.": "Escribe «dato == otro.dato».",
    "True and false are not values of facts.": "Verdadero y falso no son valores de un dato.",
    "Write 'yes' or 'no'.": "Escribe 'yes' o 'no'.",
    # Catalogues of languages.
    "Not a gettext catalogue.": "No es un catálogo de traducciones.",
    "Mend the quotes on that line.": "Arregla las comillas de esa línea.",
    "The catalogue is missing.": "Falta el catálogo.",
    "Run `python -m tools.phrases`, then translate it.": "Ejecuta «python -m tools.phrases» y tradúcelo.",
    "«{}» ({}) is not in it.": "«{}» ({}) no está en él.",
    "«{}» has no translation.": "«{}» no tiene traducción.",
    "Fill in its msgstr.": "Escribe su msgstr.",
    "The translation has other places.": "La traducción no tiene los mismos huecos.",
    "The Spanish has: {}.": "El castellano tiene: {}.",
    "The text does not say «{}».": "El texto no dice «{}».",
    "Take the entry out.": "Quita esa entrada.",
}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with places, the most particular first: the one with most letters of its own."""
    placed = sorted((key for key in SPANISH if "{}" in key), key=lambda key: -len(key.replace("{}", "")))
    return tuple((re.compile("(.*?)".join(map(re.escape, key.split("{}"))), re.DOTALL), SPANISH[key]) for key in placed)


def in_spanish(sentence: str) -> str:
    """A sentence of the checker as a person at a screen reads it. What has no entry is said as it is."""
    if sentence in SPANISH:
        return SPANISH[sentence]
    for pattern, spanish in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return spanish.format(*(_WORDS.get(place) or _nested(place) for place in found.groups()))
    return sentence


def _nested(place: str) -> str:
    """What stands in a place: a name of the text, or another sentence of the checker."""
    if len(place) > 2 and place[0] == place[-1] == "`":
        return f"«{place[1:-1]}»"
    return in_spanish(place) if place.endswith(".") and place != "." else place
