"""What a version says: its amounts as tables and its sentences, and changing one of either."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.errors import AmparoError
from core.office_pages import form_page, in_words, page
from core.policies import require
from rules.models import TextVersion, TextVersionState
from rules.publishing import columns, drafts, selectors, wording
from rules.publishing.rows import Reference, RefusedByCheckerError, base_of, edition_of, version_of
from rules.views.forms import ColumnForm, SentenceForm, initial_of
from rules.views.versions import frame, say

_FOLDER = "rules/publishing/"
PER_PAGE = 60


@page("text_version.manage")
def amounts(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Every amount beside what it was."""
    found = version_of(reference)
    rows = selectors.amounts(found)
    context = frame(request, found, "version_amounts") | {
        "mine": [row for row in rows if row.state != "same"],
        "others": [row for row in rows if row.state == "same"],
    }
    return render(request, _FOLDER + "amounts.html", context)


def _closed(request: HttpRequest, version: TextVersion) -> HttpResponse | None:
    """What stands in the place of the form where nothing may be written: published, or no longer a draft."""
    if request.method == "GET" and version.state == TextVersionState.PUBLISHED:
        return render(request, _FOLDER + "published.html", {"version": version}, status=409)
    if request.method == "GET":
        require(actor_of(request), "text_version.write", version)
    return None


@form_page("text_version.manage")
def amount(request: HttpRequest, reference: Reference, name: str) -> HttpResponse:
    """The column of one parameter, to be changed by its author."""
    found = version_of(reference)
    closed = _closed(request, found)
    if closed:
        return closed
    parameter = edition_of(found).text.parameters.get(name)
    if parameter is None:
        raise AmparoError("text_version.no_such_part")
    row = selectors.amount(found, name)
    column = columns.column_of(columns.in_force(parameter, found.valid_from))
    initial = initial_of(row, column, found.revision, pending=row.state == "pending")
    form = ColumnForm(request.POST or None, row=row, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved_column(request, found, name, form):
        messages.success(request, f"Guardado: {row.parameter.label}.")
        return redirect("rules:version_amounts", reference)
    return render(request, _FOLDER + "amount.html", {"form": form, "row": row, "version": found})


def _saved_column(request: HttpRequest, version: TextVersion, name: str, form: ColumnForm) -> bool:
    given = (version.public_id, form.cleaned_data["revision"], name, form.column(), actor_of(request))
    try:
        drafts.save_column(*given)
    except RefusedByCheckerError as error:
        form.refuse(error.cell, in_words(error))
        return False
    except AmparoError as error:
        say(form, error)
        return False
    return True


@page("text_version.manage")
def sentences(request: HttpRequest, reference: Reference) -> HttpResponse:
    """The sentences that people read; `q` looks for words in them."""
    found = version_of(reference)
    wanted = " ".join(request.GET.get("q", "").split())
    listed = wording.sentences(found.files)
    before = {one.key: one.text for one in wording.sentences(base_of(found).files)}
    kept = [one for one in listed if wanted.casefold() in f"{one.part} {one.text}".casefold()]
    rows = [{"sentence": one, "changed": before.get(one.key) != one.text} for one in kept]
    context: dict[str, Any] = frame(request, found, "version_sentences")
    context |= {
        "page": Paginator(sorted(rows, key=lambda row: not row["changed"]), PER_PAGE).get_page(
            request.GET.get("pagina")
        ),
        "wanted": wanted,
    }
    return render(request, _FOLDER + "sentences.html", context)


@form_page("text_version.manage")
def sentence(request: HttpRequest, reference: Reference, key: str) -> HttpResponse:
    """One sentence, to be said otherwise by the version's author."""
    found = version_of(reference)
    closed = _closed(request, found)
    if closed:
        return closed
    said = wording.sentence(found.files, key)
    if said is None:
        raise AmparoError("text_version.no_such_part")
    form = SentenceForm(request.POST or None, initial={"text": said.text, "revision": found.revision})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            drafts.save_sentence(found.public_id, data["revision"], key, data["text"], actor_of(request))
        except RefusedByCheckerError as error:
            form.add_error("text", in_words(error))
        except AmparoError as error:
            say(form, error)
        else:
            messages.success(request, "Frase guardada.")
            return redirect("rules:version_sentences", reference)
    before = wording.sentence(base_of(found).files, key)
    context = {"form": form, "sentence": said, "before": before, "version": found}
    return render(request, _FOLDER + "sentence.html", context)
