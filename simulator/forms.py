"""The one question that the rule text does not hold: how many people live together."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core.forms import Form, IntegerField
from simulator.wizard import MAX_RELATIVES


class HouseholdForm(Form):
    """How many relatives live with the applicant; the text then asks about each."""

    relatives = IntegerField(
        label=gettext_lazy("¿Cuántas personas de tu familia viven contigo?"),
        help_text=gettext_lazy(
            "Cuenta a tu pareja y a tu familia hasta el segundo grado: hijos, padres, hermanos, abuelos y nietos. "
            "Cuenta también a los menores que tienes en acogimiento o tutela. Si vives sin ellos, escribe 0."
        ),
        min_value=0,
        max_value=MAX_RELATIVES,
        error_messages={
            "required": gettext_lazy(
                "Escribe cuántas personas de tu familia viven contigo. Si no vive ninguna, escribe 0."
            ),
            "min_value": gettext_lazy(
                "El número no puede ser negativo. Si no vive nadie de tu familia contigo, escribe 0."
            ),
            "max_value": format_lazy(
                gettext_lazy("El simulador llega hasta {limit} personas. Si sois más, pide ayuda en una oficina."),
                limit=MAX_RELATIVES,
            ),
        },
    )
