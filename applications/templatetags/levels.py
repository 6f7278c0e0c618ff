"""How sure we are of who applies, in templates."""

from django import template

from applications.levels import Standing, standing
from applications.models import Application

register = template.Library()


@register.simple_tag
def identity_standing(application: Application) -> Standing:
    """Level asked, level reached, and the provider's name where there is one."""
    return standing(application)
