"""Addresses of the policy simulator, below /oficina/: the simulator's views behind the office's door.

The simulator stands beside the room that knows who signed in, so it cannot ask by itself; it asks for the right.
"""

from django.urls import URLPattern, path

from simulator.views import policy
from workflow.views.office.page import act, form_page, page

_HOME = "administracion/simulador-de-politicas/"

app_name = "policy"
urlpatterns: list[URLPattern] = [
    path(_HOME, page(policy.runs), name="runs"),
    path(_HOME + "nueva/", form_page(policy.new_run), name="run_new"),
    path(_HOME + "<uuid:run>/", page(policy.run), name="run"),
    path(_HOME + "<uuid:run>/cancelar/", act(policy.cancel), name="run_cancel"),
    path(_HOME + "<uuid:run>/resultado.csv", page(policy.download), name="run_download"),
]
