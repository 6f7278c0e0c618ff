"""The check page, for anyone: nobody signs in, nothing personal is shown, files are not kept.

The code may come in the address (that is what the QR carries): it is no personal datum, whoever has it holds the paper,
and the page tells no more than kind, date and office.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import AmparoError
from receipts import keys, limits, services, types
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
def root_certificate(request: HttpRequest) -> HttpResponse:
    """The public certificate every seal of ours comes from, for whoever checks with no connection."""
    response = HttpResponse(keys.trust_roots()[0], content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="amparo-raiz.pem"'
    return response


def _by_code(request: HttpRequest, form: PastedCode | CodeInFields) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form=form)
    limits.spend(request, "code", limits.CODES)
    result = services.check(form.code)
    # A code that is not known stays in its box, to be compared with the paper.
    return _page(request, form=form if result.state == "unknown" else None, result=result)


def _by_file(request: HttpRequest) -> HttpResponse:
    form = PaperFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form)
    limits.spend(request, "file", limits.FILES)
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
) -> HttpResponse:
    """The page with the three forms; `form` is the one that was filled in, with its errors if it has any."""
    context = {
        "form": form,
        "pasted_form": form if isinstance(form, PastedCode) else PastedCode(),
        "fields_form": form if isinstance(form, CodeInFields) else CodeInFields(),
        "file_form": form if isinstance(form, PaperFile) else PaperFile(),
        "result": result,
        "wording": wording_of(result, by_file=by_file) if result else None,
    }
    return render(request, "receipts/verify.html", context)
