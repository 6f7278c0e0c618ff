"""Addresses of the supervisor of a provincial office, and of the notices they leave for processors."""

from django.urls import URLPattern, path

from workflow.views.office import queue
from workflow.views.supervisor import board, handing_over, processors

_PERSON = "supervision/personas/<uuid:member>/"

urlpatterns: list[URLPattern] = [
    path("supervision/", board.show_board, name="board"),
    path("supervision/expedientes/", handing_over.supervised, name="supervised"),
    path("supervision/repartir/", handing_over.reassign, name="reassign"),
    path("supervision/reparto/", processors.assignment_policy, name="assignment_policy"),
    path("supervision/historia/", board.office_history, name="office_history"),
    path(_PERSON + "ausencia/", processors.absence, name="absence"),
    path(_PERSON + "volver/", processors.end_absence, name="end_absence"),
    path(_PERSON + "condiciones/", processors.terms, name="terms"),
    path(_PERSON + "repartir/", handing_over.hand_over_all, name="hand_over_all"),
    path("avisos/<uuid:notice>/visto/", queue.dismiss_notice, name="dismiss_notice"),
]
