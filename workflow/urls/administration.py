"""Addresses of central administration."""

from django.urls import URLPattern, path

from workflow.views.administration import flows, history, relocation

_RULES = "administracion/deslocalizacion/"

urlpatterns: list[URLPattern] = [
    path(_RULES, relocation.relocation, name="relocation"),
    path(_RULES + "nueva/", relocation.new_rule, name="rule_new"),
    path(_RULES + "mover/", relocation.move_one, name="move_one"),
    path(_RULES + "<uuid:rule>/terminar/", relocation.end_rule, name="rule_end"),
    path(_RULES + "<uuid:rule>/devolver/", relocation.return_unstarted, name="rule_return"),
    path("administracion/flujos/", flows.flow_drawing, name="flows"),
    path("administracion/flujos/errores/", flows.flow_errors, name="flow_errors"),
    path("administracion/historia/", history.full_history, name="full_history"),
]
