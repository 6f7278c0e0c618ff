"""Forms of publishing. What they read is words and figures; whether the text may say so, the checker tells."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import ChoiceRadios, DateField, EurosField, Form, IntegerField, TextAreaField, TextField
from core.forms.fields import CheckField
from core.money import parse_cents
from rules.language.text import Parameter
from rules.publishing.columns import Column
from rules.publishing.selectors import AmountRow

_REASON = "Lo lee quien la revisa, y quien la consulte dentro de unos años."


class NewVersionForm(Form):
    """A version copied from what its first day uses now."""

    title = TextField(label="Nombre", help_text="Por ejemplo: Cuantías 2027.", max_length=120, width=30)
    valid_from = DateField(
        label="Primer día en que contará", help_text="Los casos de antes siguen con el texto de antes."
    )
    copy_year = ChoiceRadios(
        label="¿Qué vas a cambiar?",
        choices=[
            ("yes", "Las cuantías del año", "Se copian las últimas en una columna nueva, para que pongas las cifras."),
            ("no", "Otra cosa", "Una frase, o una cuantía suelta."),
        ],
    )
    reason = TextAreaField(label="Motivo", help_text=_REASON, rows=3, max_length=600)


class NoteForm(Form):
    """A reason."""

    reason = TextAreaField(label="Motivo", help_text=_REASON, rows=3, max_length=600)


class ReviewForm(Form):
    """What the second person says, and whether they have seen the warnings."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = TextAreaField(
        label="Qué has comprobado, o qué falta", help_text="Por ejemplo: cotejadas con el BOE.", rows=3, max_length=600
    )
    seen = CheckField(label="He leído los avisos y aun así se puede publicar", required=False)

    def __init__(self, *args: Any, warnings: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warnings:
            del self.fields["seen"]


class SentenceForm(Form):
    """One sentence."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = TextAreaField(label="Cómo se dirá", rows=4, max_length=600)


_ABOUT = ("source", "doubtful")  # under the table, on the page and in what is wrong with it


class ColumnForm(Form):
    """A table of amounts: a box and a tick for each row, and where the figures come from."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    source = TextField(
        label="Fuente", help_text="La norma, con su anexo o artículo. Por ejemplo: RD 1/2027, anexo I.", max_length=300
    )
    doubtful = TextAreaField(
        label="¿Por qué se duda de estas cifras?",
        help_text="Solo si se duda. Se enseña a quien consulte las reglas.",
        rows=2,
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, row: AmountRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self._labels = {f"cell_{cell.key}": cell.label for cell in row.cells}
        for cell in row.cells:
            self.fields[f"cell_{cell.key}"] = _field(row.parameter, cell.label)
            self.fields[f"derived_{cell.key}"] = CheckField(
                label=f"Calculada por nosotros: {cell.label}", required=False
            )
        self.order_fields([*(name for name in self.fields if name not in _ABOUT), *_ABOUT])

    def named_in_summary(self, bound: Any) -> str:
        """Which row an error is about."""
        return f"{self._labels[bound.name]}: " if bound.name in self._labels else ""

    def lines(self) -> Iterator[tuple[Any, Any, Any]]:
        """For each row: what it was, its box, its tick."""
        for cell in self.row.cells:
            yield cell, self[f"cell_{cell.key}"], self[f"derived_{cell.key}"]

    def column(self) -> Column:
        """The column as the text keeps it, once the form is valid."""
        data = self.cleaned_data
        derived = frozenset(cell.key for cell in self.row.cells if data[f"derived_{cell.key}"])
        cells = {cell.key: _value(self.row.parameter, data[f"cell_{cell.key}"]) for cell in self.row.cells}
        source, doubtful = (" ".join(data[name].split()) for name in ("source", "doubtful"))
        return Column(cells, source, derived, doubtful)

    def refuse(self, cell: str | None, words: str) -> None:
        """What the checker says, beside the row it is about."""
        self.add_error(f"cell_{cell}" if f"cell_{cell}" in self.fields else None, ValidationError(words))


def _field(parameter: Parameter, label: str) -> forms.Field:
    if parameter.unit == "money":
        return EurosField(label=label)
    if parameter.unit == "date":
        return DateField(label=label)
    return IntegerField(label=label, min_value=0)


def _value(parameter: Parameter, written: Any) -> int | date:
    return parse_cents(written) if parameter.unit == "money" else written


def initial_of(row: AmountRow, column: Column, revision: int, *, pending: bool) -> dict[str, Any]:
    """A column as the form shows it first; of copied figures, the source must be written anew."""
    money = row.parameter.unit == "money"
    found: dict[str, Any] = {
        "revision": revision,
        "source": "" if pending else column.source,
        "doubtful": "" if pending else column.doubtful,
    }
    for key, cell in column.cells.items():
        found[f"cell_{key}"] = f"{cell // 100}.{cell % 100:02d}" if money and isinstance(cell, int) else cell
        found[f"derived_{key}"] = key in column.derived
    return found
