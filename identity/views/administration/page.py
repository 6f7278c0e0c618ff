"""What these pages share: the way in, the right, and how a verb's refusal comes back to its form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.actors import actor_of
from core.errors import AmparoError
from core.policies import require
from identity.services.sign_in import second_factor_required

View = Callable[..., HttpResponseBase]


def _asking(action: str, view: View) -> View:
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(actor_of(request), action)
        return view(request, *args, **kwargs)

    return second_factor_required(asked)


def page(action: str) -> Callable[[View], View]:
    """A page that only shows, for whoever may do `action`."""
    return lambda view: require_GET(_asking(action, view))


def form_page(action: str) -> Callable[[View], View]:
    """A page with a form on it."""
    return lambda view: require_http_methods(["GET", "POST"])(_asking(action, view))


def act(action: str) -> Callable[[View], View]:
    """An act sent by a button."""
    return lambda view: require_POST(_asking(action, view))


_WRONG_DATA = {400, 409}


def done(form: Any, verb: Callable[..., Any], *arguments: Any) -> Any:
    """What `verb` gives; or None, and the form says what went wrong. Other refusals go their way."""
    try:
        return verb(*arguments) or True
    except AmparoError as error:
        if error.status not in _WRONG_DATA:
            raise
        form.add_error(None, " ".join(part for part in (error.what, error.why, error.next_step) if part))
        return None
