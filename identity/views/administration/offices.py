"""Offices: the list, a new one, another name or other networks, the closing; and confirming each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import staffing
from core.actors import actor_of
from core.office_pages import act, form_page, page
from core.staffing import selectors
from core.staffing.rows import office as office_of
from identity.views.administration.forms import NewOfficeForm, OfficeFilter, OfficeForm, ReasonForm
from identity.views.administration.page import done

PER_PAGE = 60
_WAITS = "Pedido. Cuenta cuando otra persona de la administración central lo confirme."


@page("office.manage")
def office_list(request: HttpRequest) -> HttpResponse:
    """Every office with its kind, its networks and who works there, by province."""
    wanted = OfficeFilter(request.GET or None)
    province = wanted.cleaned_data["provincia"] if wanted.is_bound and wanted.is_valid() else ""
    offices = Paginator(selectors.offices(actor_of(request), province), PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "identity/administration/offices.html", {"filter": wanted, "page": offices})


@form_page("office.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an office that does not exist yet."""
    form = NewOfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = (data["kind"], data["province_code"], data["name"], data["ranges"], data["reason"])
        if done(form, staffing.ask_office, *asked, actor_of(request)):
            messages.success(request, _WAITS)
            return redirect("administration:pending")
    return render(request, "identity/administration/office_new.html", {"form": form})


@form_page("office.manage")
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """One office, and the form that asks for another name or other networks."""
    office = office_of(reference)
    initial = {"name": office.name, "ranges": office.address_ranges}
    form = OfficeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = (office.public_id, data["name"], data["ranges"], data["reason"])
        if done(form, staffing.ask_change, *asked, actor_of(request)):
            messages.success(request, _WAITS)
            return redirect("administration:pending")
    context = {"form": form, "office": office, "waiting": office.changes.filter(state="pending").first()}
    return render(request, "identity/administration/office.html", context)


@form_page("office.manage")
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for an office to be closed."""
    office = office_of(reference)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, staffing.ask_closing, office.public_id, form.cleaned_data["reason"], actor_of(request))
    ):
        messages.success(request, _WAITS)
        return redirect("administration:pending")
    return render(request, "identity/administration/office_close.html", {"form": form, "office": office})


@act("office.manage")
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The second person says yes."""
    office = staffing.confirm_change(reference, actor_of(request))
    messages.success(request, f"Confirmado: {office.name}.")
    return redirect("administration:pending")


@act("office.manage")
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody says no, or takes their own back."""
    staffing.refuse_change(reference, actor_of(request))
    messages.success(request, "El cambio no se hará.")
    return redirect("administration:pending")
