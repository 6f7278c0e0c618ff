"""Dates typed as people say them: day, month and year, each in its box."""

import unicodedata
from datetime import date
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.forms.widgets import DateOrNeverInput, DatePartsInput

NEVER: Literal["never"] = "never"

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_PARTS = ("el día", "el mes", "el año")


def _month_number(typed: str) -> int | None:
    """``3``, ``03``, ``marzo`` and ``mar`` are 3."""
    if typed.isdecimal():
        return int(typed) if 1 <= int(typed) <= 12 else None
    plain = unicodedata.normalize("NFKD", typed.lower()).encode("ascii", "ignore").decode().strip(".")
    plain = plain.replace("setiembre", "septiembre")
    found = [number for number, name in enumerate(_MONTHS, 1) if len(plain) >= 3 and name.startswith(plain)]
    return found[0] if found else None


def _spoken(day: date) -> str:
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


class DateField(forms.Field):
    """A date in three boxes; its value is a date.

    `past` refuses days after today, `future` days before today; `earliest` and `latest` bound it. `birth` lets the
    browser fill in the person's birthday.
    """

    widget = DatePartsInput

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: date | None = date(1900, 1, 1),
        latest: date | None = None,
        birth: bool = False,
        **kwargs: Any,
    ) -> None:
        self.past, self.future, self.earliest, self.latest = past or birth, future, earliest, latest
        kwargs.setdefault("widget", DatePartsInput(birth=birth))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The date, or None where it may be left out."""
        typed = [str(part or "").strip() for part in (value or [])[:3]]
        empty = [position for position, part in enumerate(typed) if not part]
        if len(empty) == len(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if empty:
            missing = " y ".join(_PARTS[position] for position in empty)
            raise ValidationError(f"Falta {missing} de la fecha.", code="incomplete", params={"parts": empty})
        day = _read(*typed)
        self._check_bounds(day)
        self.run_validators(day)
        return day

    def _check_bounds(self, day: date) -> None:
        today = timezone.localdate()
        everything = {"parts": [0, 1, 2]}
        if self.past and day > today:
            raise ValidationError("La fecha no puede ser posterior a hoy.", code="future", params=everything)
        if self.future and day < today:
            raise ValidationError("La fecha no puede ser anterior a hoy.", code="past", params=everything)
        if self.earliest and day < self.earliest:
            raise ValidationError(
                f"La fecha no puede ser anterior al {_spoken(self.earliest)}. Revisa el año.",
                code="too_early",
                params=everything,
            )
        if self.latest and day > self.latest:
            raise ValidationError(
                f"La fecha no puede ser posterior al {_spoken(self.latest)}.", code="too_late", params=everything
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares dates, not their spelling."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def _read(day_typed: str, month_typed: str, year_typed: str) -> date:
    if not (year_typed.isdecimal() and len(year_typed) == 4):
        raise ValidationError("Escribe el año con 4 cifras. Por ejemplo: 1984.", code="year", params={"parts": [2]})
    month = _month_number(month_typed)
    if month is None:
        raise ValidationError("El mes va del 1 al 12.", code="month", params={"parts": [1]})
    if not (day_typed.isdecimal() and len(day_typed) <= 2 and 1 <= int(day_typed) <= 31):
        raise ValidationError("El día va del 1 al 31.", code="day", params={"parts": [0]})
    try:
        return date(int(year_typed), month, int(day_typed))
    except ValueError:
        raise ValidationError(
            f"El {int(day_typed)} de {_MONTHS[month - 1]} de {year_typed} no existe. Revisa el día y el mes.",
            code="impossible",
            params={"parts": [0, 1]},
        ) from None


class DateOrNeverField(DateField):
    """A date, or a tick that says it never happened; its value is a date or `NEVER`."""

    def __init__(self, *, never_label: str = "Nunca", **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateOrNeverInput(never_label=never_label))
        self.never_label = never_label
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | Literal["never"] | None:
        """The date, `NEVER`, or None where it may be left out."""
        *typed, never = value if value else ["", "", "", False]
        if never and any(str(part or "").strip() for part in typed):
            raise ValidationError(
                f"Escribe una fecha o marca «{self.never_label}», pero no las dos cosas.",
                code="both",
                params={"parts": [0, 1, 2]},
            )
        if never:
            return NEVER
        cleaned: date | None = super().clean(typed)
        return cleaned
