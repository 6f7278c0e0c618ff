"""The check page, for anyone: nobody signs in, nothing personal is shown, files are not kept.

The code may come in the address (that is what the QR carries): it is no personal datum, whoever has it holds the paper,
and the page tells no more than kind, date and office.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.errors import AmparoError
from receipts import limits, services, types
from receipts.forms import CodeForm, FilePlace
from receipts.wording import wording_of

_ASKED = {"cea", "id", "fecha", "codigo"}


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask by code (GET) or with the file (POST); answer on the same page."""
    if request.method == "POST":
        return _by_file(request)
    if _ASKED & request.GET.keys():
        return _by_code(request)
    return _page(request)


def _by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _page(request, code_form=form, status=400)
    limits.spend(request, "code", limits.CODES)
    return _page(request, code_form=form, result=services.check(form.cleaned_data["code"]))


def _by_file(request: HttpRequest) -> HttpResponse:
    form = FilePlace(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, status=400)
    limits.spend(request, "file", limits.FILES)
    upload = form.cleaned_data["file"]
    try:
        # One byte over the limit is enough to refuse; the rest is not read.
        result = services.check_file(upload.read((services.MAX_MEGABYTES << 20) + 1))
    except AmparoError as problem:
        form.add_error("file", f"{problem.what} {problem.why} {problem.next_step}")
        return _page(request, file_form=form, status=problem.status)
    return _page(request, result=result, by_file=True)


def _page(
    request: HttpRequest,
    *,
    code_form: CodeForm | None = None,
    file_form: FilePlace | None = None,
    result: types.CheckResult | None = None,
    by_file: bool = False,
    status: int = 200,
) -> HttpResponse:
    wrong = [form for form in (code_form, file_form) if form is not None and form.errors]
    context = {
        "form": wrong[0] if wrong else None,
        "code_form": code_form or CodeForm(),
        "file_form": file_form or FilePlace(),
        "result": result,
        "wording": wording_of(result, by_file=by_file) if result else None,
    }
    return render(request, "receipts/verify.html", context, status=status)
