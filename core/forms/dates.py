"""Dates typed as people say them: day, month and year, each in its box."""

import unicodedata
from datetime import date
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from core.forms.widgets import DateOrNeverInput, DatePartsInput
from core.spoken import MONTHS, language

NEVER: Literal["never"] = "never"

_PARTS = (gettext_lazy("el día"), gettext_lazy("el mes"), gettext_lazy("el año"))


def _month_number(typed: str) -> int | None:
    """``3``, ``03``, ``marzo``, ``mar`` and ``març`` are 3, whatever the language of the page."""
    if typed.isdecimal():
        return int(typed) if 1 <= int(typed) <= 12 else None
    plain = _plain(typed.lower()).strip(".").replace("setiembre", "septiembre")
    found = {
        number
        for months in MONTHS.values()
        for number, name in enumerate(months, 1)
        if len(plain) >= 3 and _plain(name.lower()).startswith(plain)
    }
    return found.pop() if len(found) == 1 else None


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


def _spoken(day: date) -> str:
    return language(get_language()).long_date(day)


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
            missing = gettext(" y ").join(str(_PARTS[position]) for position in empty)
            said = gettext("Falta %(missing)s de la fecha.") % {"missing": missing}
            raise ValidationError(said, code="incomplete", params={"parts": empty})
        day = _read(*typed)
        self._check_bounds(day)
        self.run_validators(day)
        return day

    def _check_bounds(self, day: date) -> None:
        today = timezone.localdate()
        everything = {"parts": [0, 1, 2]}
        if self.past and day > today:
            raise ValidationError(gettext("La fecha no puede ser posterior a hoy."), code="future", params=everything)
        if self.future and day < today:
            raise ValidationError(gettext("La fecha no puede ser anterior a hoy."), code="past", params=everything)
        if self.earliest and day < self.earliest:
            raise ValidationError(
                gettext("La fecha no puede ser anterior al %(day)s. Revisa el año.") % {"day": _spoken(self.earliest)},
                code="too_early",
                params=everything,
            )
        if self.latest and day > self.latest:
            raise ValidationError(
                gettext("La fecha no puede ser posterior al %(day)s.") % {"day": _spoken(self.latest)},
                code="too_late",
                params=everything,
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares dates, not their spelling."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def _read(day_typed: str, month_typed: str, year_typed: str) -> date:
    if not (year_typed.isdecimal() and len(year_typed) == 4):
        raise ValidationError(
            gettext("Escribe el año con 4 cifras. Por ejemplo: 1984."), code="year", params={"parts": [2]}
        )
    month = _month_number(month_typed)
    if month is None:
        raise ValidationError(gettext("El mes va del 1 al 12."), code="month", params={"parts": [1]})
    if not (day_typed.isdecimal() and len(day_typed) <= 2 and 1 <= int(day_typed) <= 31):
        raise ValidationError(gettext("El día va del 1 al 31."), code="day", params={"parts": [0]})
    try:
        return date(int(year_typed), month, int(day_typed))
    except ValueError:
        raise ValidationError(
            gettext("El %(day)s no existe. Revisa el día y el mes.")
            % {"day": language(get_language()).written(int(day_typed), month, int(year_typed))},
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
                gettext("Escribe una fecha o marca «%(never)s», pero no las dos cosas.") % {"never": self.never_label},
                code="both",
                params={"parts": [0, 1, 2]},
            )
        if never:
            return NEVER
        cleaned: date | None = super().clean(typed)
        return cleaned
