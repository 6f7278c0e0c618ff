"""Addresses of the daily roots, under /transparencia/raices/."""

from django.urls import path, register_converter

from receipts.views import roots


class DayConverter:
    """A day as 2026-11-21."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> str:
        """As written; the view looks it up."""
        return value

    def to_url(self, value: object) -> str:
        """As ISO writes it."""
        return str(value)


register_converter(DayConverter, "day")

app_name = "roots"
urlpatterns = [
    path("", roots.every, name="list"),
    path("raices.json", roots.every_as_json, name="json"),
    path("<day:day>.json", roots.statement, name="statement"),
    path("<day:day>.p7s", roots.signature, name="signature"),
]
