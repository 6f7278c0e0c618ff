"""Typing answers as a browser sends them. Nothing of Django here: whoever drives a browser from outside uses it too."""

from datetime import date


def date_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(name: str, value: object, kind: str) -> dict[str, str]:
    if kind == "bool":
        return {name: "yes" if value else "no"}
    if kind == "date":
        return {f"{name}_never": "on"} if value == "never" else date_boxes(name, date.fromisoformat(str(value)))
    return {name: str(value)}
