"""The check page, for anyone: nobody signs in, nothing personal is shown, files are not kept.

The code may come in the address (that is what the QR carries): it is no personal datum, whoever has it holds the paper,
and the page tells no more than kind, date and office.
"""

from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import AmparoError
from receipts import keys, limits, readers, selectors, services, types
from receipts.browser import check_context
from receipts.forms import CodeInFields, PaperFile, PastedCode
from receipts.wording import wording_of


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask by code (GET) or with the file (POST); answer on the same page."""
    if request.method == "POST":
        return _by_file(request)
    if "cea" in request.GET:
        return _by_code(request, PastedCode(request.GET))
    if CodeInFields.base_fields.keys() & request.GET.keys():
        return _by_code(request, CodeInFields(request.GET))
    return _page(request)


@require_safe
def original(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The paper itself, for whoever may read it; anybody else is refused, and the attempt recorded."""
    data = services.original(receipt_id, readers.visitors_of(request))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="amparo-original.pdf"'
    return response


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """The proof that a paper is in the sealed root of its day: for whoever holds its code."""
    limits.spend(request, "paper-code", limits.CODES)
    found = services.proof(request.GET.get("cea", ""))
    response = JsonResponse(found.as_json(), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = 'attachment; filename="amparo-prueba.json"'
    return response


@require_safe
@csp_replace({"connect-src": ["'none'"], "form-action": ["'none'"]})
def without_sending(request: HttpRequest) -> HttpResponse:
    """The page that checks a file in the browser: the file never leaves the device, and the browser holds us to it."""
    return render(request, "receipts/without_sending.html", check_context())


@require_safe
def root_certificate(request: HttpRequest) -> HttpResponse:
    """The public certificates every seal of ours comes from, for whoever checks with no connection."""
    response = HttpResponse(keys.roots_file().read_bytes(), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="amparo-raiz.pem"'
    return response


def _by_code(request: HttpRequest, form: PastedCode | CodeInFields) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form=form)
    limits.spend(request, "paper-code", limits.CODES)
    result = services.check(form.code)
    # A code that is not known stays in its box, to be compared with the paper.
    known = result.state != "unknown"
    return _page(request, form=None if known else form, result=result, code=form.code if known else "")


def _by_file(request: HttpRequest) -> HttpResponse:
    form = PaperFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form)
    limits.spend(request, "paper-file", limits.FILES)
    upload = form.cleaned_data["file"]
    try:
        # One byte over the limit is enough to refuse; the rest is not read.
        result = services.check_file(upload.read((services.MAX_MEGABYTES << 20) + 1))
    except AmparoError as problem:
        form.add_error("file", f"{problem.what} {problem.why} {problem.next_step}")
        return _page(request, form=form)
    return _page(request, result=result, by_file=True)


def _page(
    request: HttpRequest,
    *,
    form: PastedCode | CodeInFields | PaperFile | None = None,
    result: types.CheckResult | None = None,
    by_file: bool = False,
    code: str = "",
) -> HttpResponse:
    """The page with the three forms; `form` is the one that was filled in, with its errors if it has any."""
    context = {
        "form": form,
        "pasted_form": form if isinstance(form, PastedCode) else PastedCode(),
        "fields_form": form if isinstance(form, CodeInFields) else CodeInFields(),
        "file_form": form if isinstance(form, PaperFile) else PaperFile(),
        "result": result,
        "wording": wording_of(result, by_file=by_file) if result else None,
        "code": code,
        "may_read": bool(result and result.receipt and selectors.is_readable(result.receipt, request)),
    }
    return render(request, "receipts/verify.html", context)
