"""Shows a letter's blocks on a screen, from the same plain document that is laid out and sealed."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def block_of_letter(block: Any) -> SafeString:
    """One block; its kind chooses how it is drawn."""
    kind = type(block).__name__.lower()
    numeric = getattr(block, "numeric", ())
    rows = [[(cell, index in numeric) for index, cell in enumerate(row)] for row in getattr(block, "rows", ())]
    drawn = render_to_string("workflow/parts/block.html", {"kind": kind, "block": block, "cells": rows})
    return mark_safe(drawn.strip())  # noqa: S308 - our own template, autoescaped
