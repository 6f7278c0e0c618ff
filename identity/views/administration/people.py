"""People: the list and its search, a new person, and one person's page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import staffing
from core.actors import actor_of
from core.office_pages import act, form_page, page
from core.staffing import selectors
from core.staffing.people import email_may_change
from core.staffing.rows import person as person_of
from identity.views.administration.forms import EmailForm, PeopleFilter, PersonForm, SearchForm
from identity.views.administration.page import done

PER_PAGE = 50


@form_page("staff.manage")
def people_list(request: HttpRequest) -> HttpResponse:
    """The staff by name, with what each one is now. A search comes by POST, so that no name stands in an address."""
    actor = actor_of(request)
    search = SearchForm(request.POST or None)
    wanted = PeopleFilter(request.GET or None)
    context = {"search": search, "filter": wanted, "limit": selectors.SEARCH_LIMIT}
    if request.method == "POST" and search.is_valid():
        context["found"] = selectors.search(actor, search.cleaned_data["query"])
        return render(request, "identity/administration/people.html", context)
    chosen = wanted.cleaned_data if wanted.is_bound and wanted.is_valid() else {}
    rows = selectors.people(actor, chosen.get("puesto", ""), chosen.get("provincia", ""))
    context["page"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "identity/administration/people.html", context)


@form_page("staff.manage")
def new(request: HttpRequest) -> HttpResponse:
    """A person with an account and, so far, no role."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = (data["full_name"], data["employee_number"], data["username"], data["email"])
        member = done(form, staffing.create_person, *values, actor_of(request))
        if member:
            messages.success(request, "Alta hecha. Le enviamos un enlace para elegir su contraseña.")
            return redirect("administration:person", member.public_id)
    return render(request, "identity/administration/person_new.html", {"form": form})


@page("staff.manage")
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person: account, and every role they hold, held or were refused."""
    member = person_of(reference)
    actor = actor_of(request)
    context = {
        "member": member,
        "rows": selectors.roles_of(member, actor),
        "oneself": str(member.public_id) == actor.ref,
        "email_may_change": email_may_change(member),
        "has_password": member.user.has_usable_password(),
    }
    return render(request, "identity/administration/person.html", context)


@act("staff.manage")
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Another link to set the password."""
    staffing.send_link(reference, actor_of(request))
    messages.success(request, "Le enviamos otro enlace. El anterior vale hasta que use uno de los dos.")
    return redirect("administration:person", reference)


@form_page("staff.manage")
def email(request: HttpRequest, reference: str) -> HttpResponse:
    """Mend a mistyped e-mail, while the account is worth nothing yet."""
    member = person_of(reference)
    form = EmailForm(request.POST or None, initial={"email": member.user.email})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: staffing.correct_email(reference, form.cleaned_data["email"], actor_of(request)))
    ):
        messages.success(request, "Correo cambiado. Le enviamos ahí el enlace.")
        return redirect("administration:person", reference)
    return render(request, "identity/administration/person_email.html", {"form": form, "member": member})
