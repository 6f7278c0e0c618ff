"""Public pages that belong to no room: home, help, privacy, accessibility, source code, errors, demonstration mail."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core import home as home_panels
from core import mail
from core.reading import language_known, speaking
from core.source_archive import archive


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One sentence, two ways in, and what people come back for."""
    return render(request, "core/home.html", {"panels": home_panels.panels(request)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Questions people ask before, during and after applying."""
    return render(request, "core/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What data we use, what for, and for how long."""
    return render(request, "core/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we checked, how, and what is left."""
    return render(request, "core/accessibility.html")


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Offer of the source code, as the AGPL asks of who serves it over a network."""
    return render(request, "core/source.html")


@require_safe
def source_archive(request: HttpRequest) -> HttpResponse:
    """The source code that is running, as a file."""
    headers = {"Content-Disposition": 'attachment; filename="amparo.tar.gz"'}
    return HttpResponse(archive(), content_type="application/gzip", headers=headers)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The e-mails sent, newest first. Exists only in the demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "core/mailbox.html", {"letters": mail.sent(), "short_messages": mail.short_messages()})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something we do not understand."""
    with speaking(request) as page:
        return render(request, "core/status/400.html", page, status=400)


def forbidden(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: not for this person."""
    with speaking(request) as page:
        return render(request, "core/status/403.html", page, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long, or cookies are off."""
    with speaking(request) as page:
        return render(request, "core/status/csrf.html", page, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not any more."""
    with speaking(request) as page:
        return render(request, "core/status/404.html", page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Draws a page that needs neither database nor session."""
    with speaking(request, language_known(request)) as page:
        return HttpResponse(render_to_string("core/status/500.html", page), status=500)
