"""Files of a dossier: documents of the citizen, sealed letters, pictures. Each viewing is recorded."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from core.actors import actor_of
from workflow import services
from workflow.views.office.page import act, page

# A browser must show these as what they are, never guess, and never run anything inside.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    # A PDF in a sandbox shows nothing in browsers: it is handed over as a file; pictures are shown in place.
    how = "attachment" if media_type == "application/pdf" else "inline"
    headers = {**_HEADERS, "Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@page
def document(request: HttpRequest, reference: str, document: str) -> HttpResponse:
    """A document the citizen gave."""
    content, view = services.open_document(str(reference), str(document), actor_of(request))
    suffix = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}.get(view.media_type, "bin")
    return _file(content, view.media_type, f"documento.{suffix}")


@page
def letter(request: HttpRequest, reference: str, receipt: str) -> HttpResponse:
    """A sealed letter of the dossier."""
    return _file(
        services.open_letter(str(reference), str(receipt), actor_of(request)), "application/pdf", "escrito.pdf"
    )


@act
def evidence(request: HttpRequest, reference: str, consent: str) -> HttpResponse:
    """The evidence sheet of a consent. By button: the first time it is sealed, and it leaves a trace."""
    content = services.open_evidence(str(reference), str(consent), actor_of(request))
    return _file(content, "application/pdf", "consentimiento.pdf")


@act
def export(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """The whole dossier as an electronic file, sent as it is read. By button: it seals an index and leaves a trace."""
    pieces = services.export_dossier(str(reference), actor_of(request))
    name = f'attachment; filename="expediente-{reference}.zip"'
    headers = {**_HEADERS, "Content-Disposition": name}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


@page
def picture(request: HttpRequest, reference: str, side: str) -> HttpResponse:
    """A picture of the identity check."""
    content = services.open_picture(str(reference), side, actor_of(request))
    media_type = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return _file(content, media_type, f"{side}.img")
