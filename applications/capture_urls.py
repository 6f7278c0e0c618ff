"""Addresses of capture in person, under /oficina/captura/. Public ids only; nothing personal in an address."""

from django.urls import path

from applications.views.capturer import capture, captures, signing
from applications.views.capturer.desk import own_capture
from applications.views.drafting import documents, household, sections

app_name = "captures"

_ONE = "<uuid:reference>/"

urlpatterns = [
    path("", captures.home, name="home"),
    path("nueva/", captures.start, name="start"),
    path("seguir/", captures.resume, name="resume"),
    path(_ONE, capture.draft, name="draft"),
    path(_ONE + "avisos/", capture.contact, name="contact"),
    path(_ONE + "avisos/codigo/", capture.contact_code, name="contact_code"),
    path(_ONE + "documento/", capture.identity, name="identity"),
    path(_ONE + "dejar/", capture.leave, name="leave"),
    path(_ONE + "borrar/", capture.delete, name="delete"),
    path(_ONE + "datos/", own_capture(household.personal), name="personal"),
    path(_ONE + "domicilio/", own_capture(sections.address), name="address"),
    path(_ONE + "convivencia/", own_capture(household.household), name="household"),
    path(_ONE + "convivencia/nueva/", own_capture(household.add), name="member_add"),
    path(_ONE + "convivencia/<str:ref>/", own_capture(household.change), name="member"),
    path(_ONE + "convivencia/<str:ref>/quitar/", own_capture(household.remove), name="member_remove"),
    path(_ONE + "preguntas/<slug:section>/", own_capture(sections.questions), name="questions"),
    path(_ONE + "preguntas/<slug:section>/<str:ref>/", own_capture(sections.questions_group), name="questions_group"),
    path(_ONE + "documentos/", own_capture(documents.documents), name="documents"),
    path(_ONE + "documentos/<slug:code>/", own_capture(documents.document), name="document"),
    path(_ONE + "cuenta/", own_capture(sections.account), name="account"),
    path(_ONE + "resumen/", own_capture(sections.review), name="review"),
    path(_ONE + "firma/", signing.sign, name="sign"),
    path(_ONE + "firma/hoja/", signing.sheet, name="sheet"),
    path(_ONE + "firma/pantalla/", signing.screen, name="screen"),
    path(_ONE + "presentada/", signing.sent, name="sent"),
    path(_ONE + "presentada/justificante/", signing.receipt, name="receipt"),
]
