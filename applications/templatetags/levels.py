"""How sure we are of who applies, in templates."""

from django import template

from applications.levels import Standing, standing
from applications.models import Application
from core.models import Office, OfficeKind

register = template.Library()


@register.simple_tag
def identity_standing(application: Application) -> Standing:
    """Level asked, level reached, and the provider's name where there is one."""
    return standing(application)


@register.simple_tag
def offices_of(application: Application) -> list[str]:
    """Names of the open offices that attend people in the applicant's province."""
    here = Office.objects.open().filter(kind=OfficeKind.CAISS, province_code=application.province_code)
    return list(here.values_list("name", flat=True))
