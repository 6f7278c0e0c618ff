"""A draft open in a browser: who acts on it, where its pages are, and in which frame they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from applications import services
from applications.models import Application
from applications.tasklist import MISSING, tasks_of
from applications.types import Task
from core.actors import Actor

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class OpenDraft:
    """What the pages of a draft need to know of whoever fills it in.

    `namespace` is that of their addresses, which all begin with `reference`; `layout` the template they extend.
    """

    application: Application
    actor: Actor
    namespace: str
    layout: str
    reference: tuple[str, ...] = ()

    @property
    def in_person(self) -> bool:
        """Filled in by a capturer, with the person in front."""
        return self.actor.is_staff

    @property
    def name(self) -> str:
        """What links back call the whole of it."""
        return "La captura" if self.in_person else "Tu solicitud"

    def address(self, name: str, *args: str) -> str:
        """Where a page of this draft is."""
        return reverse(f"{self.namespace}:{name}", args=[*self.reference, *args])

    def go(self, name: str, *args: str) -> HttpResponse:
        """Send the browser to a page of this draft."""
        return redirect(self.address(name, *args))

    def tasks(self) -> list[Task]:
        """The task list as it stands now."""
        self.application.refresh_from_db()
        return tasks_of(self.application, services.completeness(self.application), self.address, self.in_person)

    def onward(self) -> HttpResponse:
        """Where saving a section leads: the task list; for a capturer, the next section that lacks something."""
        if not self.in_person:
            return self.go("draft")
        missing = next((task.url for task in self.tasks() if task.state == MISSING), "")
        return redirect(missing) if missing else self.go("draft")

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """Draw a page of this draft."""
        return render(request, template, {**context, "draft": self})


def version_of(request: HttpRequest) -> int | None:
    """The version of the draft the page was opened on; None when the form carries none."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else None
