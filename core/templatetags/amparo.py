"""Template tags every room uses: money and dates as people write them, state words, icons, where we are.

``{% load amparo %}`` then ``{{ cents|euros }}``, ``{{ day|long_date }}``, ``{% tag "hecho" "green" %}``,
``{% icon "tick" %}``, ``{% error_summary form %}``.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import money, rooms, validity
from core.actors import Actor
from core.forms.renderer import summary_of
from core.models import Office, Role
from core.spoken import language

register = template.Library()

ICONS = frozenset({"tick", "cross", "question", "warning", "arrow", "document", "clock", "person", "lock", "print"})
TAG_COLOURS = frozenset({"green", "red", "orange", "yellow", "grey", "teal", "blue", "purple"})


@register.filter
def euros(cents: int | str | None) -> str:
    """``73360`` → ``733,60 €``; nothing for None, so that an unknown amount never reads as zero."""
    return money.euros(int(cents)) if cents is not None and cents != "" else ""


def _local(value: date | datetime | str | None) -> date | datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value) if value else None
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def long_date(value: date | datetime | str | None) -> str:
    """``15 de octubre de 2026``, in the language of the page. Takes a date, a datetime or an ISO string."""
    day = _local(value)
    return language(get_language()).long_date(day) if day else ""


@register.filter
def long_datetime(value: datetime | str | None) -> str:
    """``15 de octubre de 2026, 12:03``, in the office's time zone."""
    moment = _local(value)
    return f"{long_date(moment)}, {moment:%H:%M}" if moment else ""


@register.filter
def short_date(value: date | datetime | str | None) -> str:
    """``15/10/2026``, for tables."""
    day = _local(value)
    return f"{day:%d/%m/%Y}" if day else ""


@register.filter
def valid_until(value: date | str | None) -> str:
    """``14/03/2031`` or ``permanente``: the end of a document's validity."""
    day = _local(value)
    return validity.valid_until(day.date() if isinstance(day, datetime) else day)


@register.filter
def grouped(value: str, size: int = 4) -> str:
    """``ES9121000418…`` → ``ES91 2100 0418 …``: long numbers in groups that a person can read out."""
    compact = "".join(str(value).split())
    return " ".join(compact[start : start + size] for start in range(0, len(compact), size))


@register.simple_tag
def tag(word: object, colour: str = "") -> SafeString:
    """A state as a word on a coloured ground. Without `colour`, the brand's."""
    if colour and colour not in TAG_COLOURS:
        raise ValueError(f"unknown tag colour: {colour}")
    extra = f" govuk-tag--{colour}" if colour and colour != "blue" else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', extra, word)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon drawn inline. It is decoration, hidden from screen readers, unless `label` says what it means."""
    if name not in ICONS:
        raise ValueError(f"unknown icon: {name}")
    return SafeString(render_to_string(f"core/icons/{name}.html", {"label": label}).strip())


@register.simple_tag
def room(name: str) -> str:
    """Address of a room's first page: ``{% room "simulator" %}`` (names in `core.rooms`)."""
    return rooms.address(name)


def _mark_of_current(context: Context, address: str, exact: bool = False) -> SafeString:
    request = context.get("request")
    path = request.path if request is not None else ""
    here = path == address if exact else path.startswith(address)
    return SafeString(' aria-current="true"' if here else "")


@register.simple_tag(takes_context=True)
def current(context: Context, name: str) -> SafeString:
    """Marks the link to room `name` when the page is in it."""
    return _mark_of_current(context, rooms.address(name))


@register.simple_tag(takes_context=True)
def place(context: Context, address: str, label: str, exact: bool = False) -> SafeString:
    """One link of the office bar, for block ``navigation``; `exact` when `address` is the start of others."""
    mark = _mark_of_current(context, address, exact)
    return format_html('<li><a class="amparo-bar__link" href="{}"{}>{}</a></li>', address, mark, label)


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """The list of what is wrong in one or more forms, linked to the fields; nothing when nothing is wrong.

    Goes at the top of block ``content``. A form rendered afterwards with ``{{ form }}`` does not repeat it.
    """
    items = [item for form in forms if form is not None for item in summary_of(form)]
    return render_to_string("core/partials/error_summary.html", {"items": items})


@register.filter
def posts(actor: Actor) -> list[str]:
    """What a member of staff is, and where: ``Tramitador, Dirección provincial de Sevilla``."""
    names = dict(Office.objects.filter(pk__in=[held.office_id for held in actor.roles]).values_list("pk", "name"))
    return [f"{Role(held.role).label}, {names[held.office_id]}" for held in actor.roles]


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """Address of page `number` of a list, keeping the other parameters of the query."""
    query: QueryDict = context["request"].GET.copy()
    query["pagina"] = str(number)
    return "?" + query.urlencode()


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Numbers to show for a page of a paginator, with an ellipsis where some are skipped."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
