"""Who may be inside an office: signed in with password and second factor, with a live role, and not gone for a while.
A capturer's role lives only in the networks of its office (`core.actors`): from anywhere else it is no role.

`office_refusal` is the whole rule. The middleware applies it to every address under ``/oficina/``; views say it again
with `second_factor_required`, so that neither a forgotten decorator nor a forgotten middleware opens the door.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from core.actors import actor_of
from core.errors import AmparoError
from core.events import record

OFFICE = "/oficina/"
SIGN_IN = "/oficina/acceso/"
_SEEN = "office_seen_at"
_WRITE_EVERY = 30
View = Callable[..., HttpResponseBase]


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session gave a second factor (not only whether the account has one)."""
    if not request.user.is_authenticated:
        return False
    return any(step["method"] == "mfa" for step in get_authentication_records(request, request.user))


def office_refusal(request: HttpRequest) -> HttpResponseBase | None:
    """None for whom the office is open to; otherwise where to go instead, or a plain page that says why not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if _idle(request):
        return _sign_out_idle(request)
    if not has_second_factor(request):
        return _ask_second_factor(request)
    actor = actor_of(request)
    if not (actor.is_staff and actor.roles):
        record("access.refused", actor, "page", request.path[:60], {"action": "office.enter", "method": request.method})
        error = AmparoError("staff.outside_networks" if actor.elsewhere else "staff.no_role")
        return render(request, "core/error.html", {"error": error}, status=error.status)
    return None


def _idle(request: HttpRequest) -> bool:
    now = int(time.time())
    seen = request.session.get(_SEEN, now)
    if now - seen >= settings.STAFF_IDLE_SECONDS:
        return True
    if _SEEN not in request.session or now - seen >= _WRITE_EVERY:
        request.session[_SEEN] = now
    return False


def _sign_out_idle(request: HttpRequest) -> HttpResponse:
    request.sign_out_reason = "idle"  # type: ignore[attr-defined]
    logout(request)
    minutes = settings.STAFF_IDLE_SECONDS // 60
    messages.info(request, f"Hemos cerrado tu sesión porque pasaron {minutes} minutos sin uso. Entra otra vez.")
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _ask_second_factor(request: HttpRequest) -> HttpResponse:
    """With one on the account: its code, now. With none: the page that sets it up."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
    return redirect("mfa_index")


def second_factor_required(view: View) -> View:
    """Decorator for views of the office."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = office_refusal(request)
        return refusal if refusal is not None else view(request, *args, **kwargs)

    return guarded


class SecondFactorMixin:
    """The same for class-based views."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything else happens."""
        refusal = office_refusal(request)
        if refusal is not None:
            return refusal
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
