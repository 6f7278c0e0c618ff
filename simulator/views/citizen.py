"""The public simulator: start, one question a page, the answer. Nobody signs in and nothing identifies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import AmparoError
from core.forms import Form
from core.reading import choose, language_of, named
from rules import services as rules
from rules.forms import QuestionForm, answer_of, question_form
from rules.types import Assessment, CaseProblem, Field
from simulator import services
from simulator.forms import HouseholdForm
from simulator.languages import spoken, tongues_of
from simulator.questions import QuestionPage, household_page, question_page
from simulator.result import result_of
from simulator.wizard import ANSWERS_KEY, HOUSEHOLD, Wizard

# The weather: a page anybody could have open.
QUICK_EXIT_URL = "https://www.aemet.es/es/eltiempo/prediccion"


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the simulator, with the chooser of languages."""
    return render(request, template, {**context, "tongues": tongues_of(language_of(request))})


@require_http_methods(["GET", "POST"])
@spoken
def start(request: HttpRequest) -> HttpResponse:
    """What this is and is not; a POST begins. A link that names a language chooses it."""
    if named(request):
        choose(request.session, named(request))
        return redirect("simulator:start")
    wizard = Wizard(request.session)
    if request.method == "POST":
        wizard.start(timezone.localdate())
        return _to_question(HOUSEHOLD)
    resume = wizard.next_key if wizard.started else None
    return show(request, "simulator/start.html", {"started": wizard.started, "resume": resume})


@require_http_methods(["GET", "POST"])
@spoken
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question; a POST keeps its answer and leads to the next one or to the result."""
    wizard = Wizard(request.session)
    if not wizard.started:
        return to_start(request)
    if key == HOUSEHOLD:
        return _household(request, wizard)
    field = wizard.field(key)
    if field is None:
        raise AmparoError("simulation.unknown_question")
    return _text_question(request, wizard, key, field)


def _household(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    initial = {} if wizard.relatives is None else {"relatives": wizard.relatives}
    form = HouseholdForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wizard.set_relatives(form.cleaned_data["relatives"])
        return _onwards(wizard)
    return _render_question(request, form, household_page(wizard))


def _text_question(request: HttpRequest, wizard: Wizard, key: str, field: Field) -> HttpResponse:
    if request.method == "POST" and "unknown" in request.POST:
        wizard.answer(field, None)
        return _onwards(wizard)
    form = question_form([field], data=request.POST if request.method == "POST" else None, initial=wizard.case)
    if request.method == "POST" and form.is_valid() and _kept(wizard, form, field):
        return _onwards(wizard)
    return _render_question(request, form, question_page(wizard, key, field))


def _kept(wizard: Wizard, form: QuestionForm, field: Field) -> bool:
    """Whether the answer could be kept; where the rules refuse it, the form says why."""
    try:
        wizard.answer(field, answer_of(form, field))
    except CaseProblem as error:
        form.add_error(next(iter(form.fields)), error.sentence)
        return False
    return True


def _render_question(request: HttpRequest, form: Form, page: QuestionPage) -> HttpResponse:
    context = {"form": form, "question": next(iter(form)), "page": page}
    return show(request, "simulator/question.html", context)


def _onwards(wizard: Wizard) -> HttpResponseRedirect:
    key = wizard.next_key
    return _to_question(key) if key else redirect("simulator:result")


def to_start(request: HttpRequest) -> HttpResponseRedirect:
    """Where there is no simulation to go on with: back to the beginning, saying why."""
    messages.info(
        request,
        gettext(
            "En este navegador no hay ninguna simulación abierta. Las respuestas se borran solas a las pocas horas. "
            "Si guardaste un enlace, ábrelo. Si no, empieza otra."
        ),
    )
    return redirect("simulator:start")


def _to_question(key: str) -> HttpResponseRedirect:
    return redirect("simulator:question", key=key)


@require_safe
@spoken
def result(request: HttpRequest) -> HttpResponse:
    """The answer, why, and what to do next; counted once, without saying whose."""
    wizard = Wizard(request.session)
    if not is_underway(wizard):
        return to_start(request)
    assessment = assessment_of(wizard)
    if wizard.count_once():
        services.count_simulation(assessment)
    request.session[ANSWERS_KEY] = wizard.case
    context = {
        "result": result_of(wizard, assessment),
        "apply_url": _apply_url(),
        "resume": wizard.next_key,
        "back": wizard.last_key,
    }
    return show(request, "simulator/result.html", context)


def is_underway(wizard: Wizard) -> bool:
    """Whether there is something to say a result of."""
    return wizard.started and wizard.relatives is not None


def assessment_of(wizard: Wizard) -> Assessment:
    """What the rules say of the answers so far, in the visitor's language."""
    return rules.assess(wizard.text, rules.read_case(wizard.case))


def _apply_url(name: str = "applications:from_simulation") -> str:
    """Where the answers are carried on; empty while that room is not part of the site."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """*Hacer otra simulación*: forget the answers and begin again."""
    Wizard(request.session).start(timezone.localdate())
    return _to_question(HOUSEHOLD)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: forget the answers, so that *Back* shows nothing, and go to a harmless page elsewhere."""
    Wizard(request.session).forget()
    return HttpResponseRedirect(QUICK_EXIT_URL)
