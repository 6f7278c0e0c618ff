"""Forms of the policy simulator: which days are compared, which figures change, over which households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from core.forms import BoundField, DateField, EurosField, FileField, Form, IntegerField, SelectField
from rules import services as rules
from rules.services import VersionChoice
from rules.types import Figure, RuleText
from simulator.policy_runs import MOST_BYTES, MOST_UNITS, Law

_LARGEST = 1_000_000
#: Headings, and the parameters under each; what no heading names goes under the last.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Renta garantizada", ("guaranteed_income", "guaranteed_income_single_parent")),
    ("Complemento de infancia", ("child_supplement",)),
    ("Discapacidad", ("disability_supplement", "disability_degree")),
    ("Distancia al umbral y pago mínimo", ("income_margin", "minimum_payment")),
    ("Límites de patrimonio", ("patrimony_limit", "assets_limit", "child_supplement_patrimony_limit")),
    ("Límite de ingresos del complemento de infancia", ("child_supplement_income_limit",)),
    ("Edades y plazos", ("minimum_age", "maximum_age", "residence_months", "unit_months", "independence_age")),
    ("Otras cifras", ()),
)
#: Figures of the house, not of the law.
_LEFT_OUT = frozenset({"control_limit_monthly"})
#: A percentage over all the cells of some tables.
RISES = {
    "rise_guaranteed_income": ("guaranteed_income", "guaranteed_income_single_parent"),
    "rise_child_supplement": ("child_supplement",),
}
_CELLS = {
    "under_3": "Menores de 3 años",
    "from_3_to_5": "De 3 a 5 años",
    "from_6_to_17": "De 6 a 17 años",
    "new_adults": "Sin trabajo el año anterior, sin menores",
    "new_minors": "Sin trabajo el año anterior, con menores",
    "new_supported": "Sin trabajo el año anterior, con complemento",
    "more_adults": "Con trabajo el año anterior, sin menores",
    "more_minors": "Con trabajo el año anterior, con menores",
    "more_supported": "Con trabajo el año anterior, con complemento",
    "general": "Sin complemento",
    "supported": "Con complemento",
}
#: Steps of the ranges, and how many of them there are at most and at least on each side of the figure.
_STEPS = (0.5, 1, 5, 10, 50, 100, 500, 1_000, 5_000)
_PLACES, _FEWEST = 160, 10
_UNITS = {"years": "años", "months": "meses", "days": "días", "percent": "%"}


class DaysForm(Form):
    """The two laws: a day of each and, where there are versions of the text, which text is read that day."""

    before = DateField(label="Ley con la que se compara", help_text="La que rige ese día, tal como está.")
    before_version = SelectField(label="Texto con el que se compara", required=False)
    after = DateField(label="Ley que se prueba", help_text="La que rige ese día; después podrás cambiar sus cifras.")
    after_version = SelectField(
        label="Texto que se prueba",
        help_text="Se lee en el día de arriba: para las cifras nuevas de un borrador, pon un día desde el que cuente.",
        required=False,
    )

    def __init__(self, versions: Sequence[VersionChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {version.public_id: version for version in versions}
        for name in ("before_version", "after_version"):
            if versions:
                choices = [("", "El que rige ese día"), *((one.public_id, _version_words(one)) for one in versions)]
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def laws(self) -> tuple[Law, Law]:
        """What was chosen."""
        given = self.cleaned_data
        one, other = (
            Law(given[name], self._versions.get(given.get(f"{name}_version", ""))) for name in ("before", "after")
        )
        return one, other


def _version_words(version: VersionChoice) -> str:
    return f"{version.title} ({version.state.lower()}, desde el {version.valid_from.strftime('%d/%m/%Y')})"


@dataclass(frozen=True)
class Table:
    """The fields of one parameter: `fields` are bound."""

    label: str
    fields: tuple[BoundField, ...]


@dataclass(frozen=True)
class Heading:
    """Parameters shown together; `rise` is the field that changes all of them, if there is one."""

    title: str
    rise: Any
    tables: tuple[Table, ...]
    open: bool


class FiguresForm(Form):
    """Every figure of a text, as it is; what differs when it comes back is the reform."""

    def __init__(self, text: RuleText, *args: Any, **kwargs: Any) -> None:
        self.figures = [figure for figure in rules.figures(text) if figure.parameter not in _LEFT_OUT]
        # Before the form is made, so that these fields get the house's words as any others.
        self.base_fields = dict(self._fields(text))  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    def _fields(self, text: RuleText) -> Iterator[tuple[str, forms.Field]]:
        for name, parameters in RISES.items():
            if any(figure.parameter in parameters for figure in self.figures):
                yield (
                    name,
                    IntegerField(
                        label="Subir o bajar toda la tabla, en %",
                        help_text="Por ejemplo 10, o -5. Las casillas que cambies abajo valen como las escribas.",
                        required=False,
                        min_value=-100,
                        max_value=1000,
                    ),
                )
        for figure in self.figures:
            yield field_name(figure), _field(figure, text)
        help_text = (
            f"Una tabla Parquet o CSV con una fila por unidad de convivencia. Hasta {MOST_BYTES // 2**20} MB y "
            f"{MOST_UNITS:,} filas. Se guarda cifrada y se borra al terminar el cálculo."
        ).replace(",", ".")
        yield (
            "table",
            FileField(label="Tu propia población", help_text=help_text, required=False, accept=".parquet,.csv"),
        )

    def clean_table(self) -> Any:
        """A table of a size and kind that can be read."""
        brought = self.cleaned_data.get("table")
        if brought is None:
            return None
        if brought.size > MOST_BYTES:
            raise forms.ValidationError(f"El archivo pasa de {MOST_BYTES // 2**20} MB. Divide la tabla.")
        if not brought.name.lower().endswith((".parquet", ".csv")):
            raise forms.ValidationError("Elige un archivo que termine en .parquet o en .csv.")
        return brought

    def named_in_summary(self, bound: Any) -> str:
        """Which of the many figures an error is about."""
        figure = next((one for one in self.figures if field_name(one) == bound.name), None)
        return f"{figure.label}, {bound.label.lower()}: " if figure else f"{bound.label}: "

    def changes(self) -> dict[str, str]:
        """What differs from the text: key of the figure → what the text would say."""
        return dict(self._changes())

    def _changes(self) -> Iterator[tuple[str, str]]:
        for figure in self.figures:
            given = self.cleaned_data.get(field_name(figure))
            held = _written(figure, figure.value)
            rises = (self.cleaned_data.get(name) for name, tables in RISES.items() if figure.parameter in tables)
            rise = next(rises, None)
            if given is not None and str(given) != held:
                yield figure.key, str(given)
            elif rise:
                yield figure.key, _written(figure, (figure.value * (100 + rise) + 50) // 100)

    def headings(self) -> list[Heading]:
        """The fields, in groups."""
        named = {name for _, names in GROUPS for name in names}
        found = []
        for place, (title, names) in enumerate(GROUPS):
            wanted = names or tuple(dict.fromkeys(f.parameter for f in self.figures if f.parameter not in named))
            tables = [self._table(name) for name in wanted if any(figure.parameter == name for figure in self.figures)]
            rise = next((self[field] for field, over in RISES.items() if set(over) & set(wanted)), None)
            fields = [field for table in tables for field in table.fields] + ([rise] if rise is not None else [])
            if tables:
                found.append(Heading(title, rise, tuple(tables), place < 2 or any(field.errors for field in fields)))
        return found

    def _table(self, parameter: str) -> Table:
        figures = [figure for figure in self.figures if figure.parameter == parameter]
        return Table(figures[0].label, tuple(self[field_name(figure)] for figure in figures))  # type: ignore[misc]


def field_name(figure: Figure) -> str:
    """The name of a figure's field."""
    return f"{figure.parameter}--{figure.cell}" if figure.cell else figure.parameter


def figure_words(figure: Figure, cells: Sequence[str]) -> str:
    """What a cell is of: `3 personas`, `5 personas o más`."""
    if figure.cell in _CELLS:
        return _CELLS[figure.cell]
    if figure.cell.isdecimal():
        people = "1 persona" if figure.cell == "1" else f"{figure.cell} personas"
        return f"{people} o más" if figure.cell == cells[-1] else people
    return figure.cell or _UNITS.get(figure.unit, "Importe")


def _field(figure: Figure, text: RuleText) -> forms.Field:
    value = text.value(figure.parameter).value
    cells = [str(cell) for cell in value] if isinstance(value, Mapping) else []
    label, initial = figure_words(figure, cells).capitalize(), _written(figure, figure.value)
    field: forms.Field
    if figure.unit == "money":
        field = EurosField(label=label, initial=initial)
    else:
        field = IntegerField(label=label, initial=int(initial), min_value=0, max_value=_LARGEST, width=4)
    field.widget.attrs |= _slider(figure)
    return field


def _slider(figure: Figure) -> dict[str, str]:
    """What the range beside a box needs (simulator/sliders.js): up to twice the figure, in steps that read well.

    Steps are counted from the figure itself, so that it stays a place the range can return to.
    """
    unit = 100 if figure.unit == "money" else 1
    least = next((step for step in _STEPS if figure.value / unit / step <= _PLACES), _STEPS[-1])
    step = least if figure.unit == "money" else max(1, round(least))
    held = figure.value / unit
    most = held + step * max(round(held / step), _FEWEST)
    return {
        "data-slider-min": f"{held - step * int(held / step):.2f}",
        "data-slider-max": f"{most:.2f}",
        "data-slider-step": f"{step:g}",
        "data-slider-unit": "€" if figure.unit == "money" else _UNITS.get(figure.unit, ""),
    }


def _written(figure: Figure, value: int) -> str:
    return f"{value // 100}.{value % 100:02d}" if figure.unit == "money" else str(value)
