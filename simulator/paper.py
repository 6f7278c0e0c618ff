"""The result of a simulation as a PDF to keep: the same words as its page, unsealed, and marked as an estimate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from core.money import euros
from receipts import services as receipts
from receipts.types import Block, Callout, Document, Facts, Heading, Items, Paragraph, Table
from simulator.languages import is_unread
from simulator.result import RequirementRow, Result
from simulator.words import long_date


def estimate(result: Result, language: str, site: str) -> bytes:
    """A tagged PDF in the visitor's language. `site` is the address printed at its foot."""
    document = Document(
        kind="simulation_estimate",
        title=result.headline,
        reference=gettext("Estimación"),
        office_name=gettext("Simulador del Ingreso Mínimo Vital"),
        language=language,
        blocks=(*_about_translation(language), *_blocks(result)),
    )
    foot = (
        gettext("Estimación sin sello: no tramita, no vincula y no acredita nada ante nadie."),
        gettext("Calculada el %(day)s en %(site)s") % {"day": long_date(date.fromisoformat(result.on)), "site": site},
        gettext("Texto de reglas: %(text)s") % {"text": result.text_hash},
    )
    return receipts.unsealed(document, foot, gettext("Página"))


def _about_translation(language: str) -> Iterator[Block]:
    if is_unread(language):
        yield Paragraph(gettext("Traducción automática sin revisar."), "strong")
        yield Paragraph(gettext("Ninguna persona la ha leído todavía. Vale el texto en castellano."))


def _blocks(result: Result) -> Iterator[Block]:
    yield Paragraph(result.text)
    yield Callout(gettext("Esto es una estimación: no tramita ni vincula"), decided_elsewhere())
    yield from _amounts(result)
    for row in result.blocking:
        yield Heading(row.label)
        yield Paragraph(_reason(row))
        if row.advice:
            yield Paragraph(row.advice if result.changes else f"{gettext('Qué tendría que cambiar')}: {row.advice}")
    if result.changes:
        yield Heading(gettext("Qué tendría que cambiar"))
        if result.supposed:
            yield Paragraph(gettext("No te hemos preguntado todo. Damos por hecho que lo demás no lo impide."))
        yield Items(tuple(": ".join(filter(None, (one.person, one.sentence))) for one in result.changes))
    elif result.kind == "bad":
        yield from _without_a_change(result)
    if result.missing:
        yield Heading(gettext("Esto es lo que falta"))
        yield Items(tuple(item.label for item in result.missing))
    for warning in result.warnings:
        yield Paragraph(warning)
    yield Heading(gettext("Requisitos, uno a uno"))
    yield Facts(tuple((f"{row.label}: {row.word.lower()}", _reason(row)) for row in result.requirements))
    papers = [document for document in result.documents if not document.needed.sensitive]
    if papers:
        yield Heading(gettext("Documentos que puedes ir reuniendo"))
        yield Items(tuple(f"{document.needed.label}. {document.needed.why}" for document in papers))
    yield Heading(gettext("Lo que has contestado"))
    for group in result.answers:
        yield Heading(group.title, level=3)
        yield Facts(tuple((row.label, row.value) for row in group.rows))


def _without_a_change(result: Result) -> Iterator[Block]:
    if result.also_unmet:
        yield Heading(gettext("Tampoco se cumple esto"))
        yield Items(tuple(f"{row.label}. {row.reason}" for row in result.also_unmet))
    yield Paragraph(
        gettext("No hemos encontrado un cambio que baste por sí solo. En una oficina pueden mirar tu caso contigo.")
    )


def _amounts(result: Result) -> Iterator[Block]:
    if not result.lines:
        return
    yield Heading(gettext("De dónde sale esta cantidad"))
    rows = tuple(
        (line.label, line.article.art if line.article and line.rule != "total" else "", euros(line.cents or 0))
        for line in result.lines
    )
    yield Table(
        caption=gettext("Cálculo de la cantidad al mes"),
        columns=(gettext("Concepto"), gettext("Artículo"), gettext("Al mes")),
        rows=rows,
        numeric=(2,),
    )
    if result.effects_from:
        yield Paragraph(
            gettext("Si la pides hoy y te la conceden, contaría desde el %(day)s.")
            % {"day": long_date(date.fromisoformat(result.effects_from))}
        )


def decided_elsewhere() -> str:
    """What every estimate says beside its amount."""
    return gettext("La decisión se toma con los datos que comprueben las administraciones.")


def _reason(row: RequirementRow) -> str:
    return gettext("%(reason)s Art. %(article)s.") % {"reason": row.reason, "article": row.article}
