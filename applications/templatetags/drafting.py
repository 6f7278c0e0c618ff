"""Addresses of a draft's own pages, whoever fills it in: ``{% draft_page "documents" as back %}``."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_page(context: Context, name: str, *args: str) -> str:
    """Where a page of the draft being drawn is."""
    address: str = context["draft"].address(name, *args)
    return address
