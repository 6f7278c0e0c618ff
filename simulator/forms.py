"""The one question that the rule text does not hold: how many people live together."""

from core.forms import Form, IntegerField
from simulator.wizard import MAX_RELATIVES


class HouseholdForm(Form):
    """How many relatives live with the applicant; the text then asks about each."""

    relatives = IntegerField(
        label="¿Cuántas personas de tu familia viven contigo?",
        help_text=(
            "Cuenta a tu pareja y a tu familia hasta el segundo grado: hijos, padres, hermanos, abuelos y nietos. "
            "Cuenta también a los menores que tienes en acogimiento o tutela. Si vives sin ellos, escribe 0."
        ),
        min_value=0,
        max_value=MAX_RELATIVES,
        error_messages={
            "required": "Escribe cuántas personas de tu familia viven contigo. Si no vive ninguna, escribe 0.",
            "min_value": "El número no puede ser negativo. Si no vive nadie de tu familia contigo, escribe 0.",
            "max_value": f"El simulador llega hasta {MAX_RELATIVES} personas. Si sois más, pide ayuda en una oficina.",
        },
    )
