"""Addresses of the policy simulator, below /oficina/."""

from django.urls import URLPattern, path

from simulator.views import policy

_HOME = "administracion/simulador-de-politicas/"

app_name = "policy"
urlpatterns: list[URLPattern] = [
    path(_HOME, policy.runs, name="runs"),
    path(_HOME + "nueva/", policy.new_run, name="run_new"),
    path(_HOME + "<uuid:run>/", policy.run, name="run"),
    path(_HOME + "<uuid:run>/cancelar/", policy.cancel, name="run_cancel"),
    path(_HOME + "<uuid:run>/resultado.csv", policy.download, name="run_download"),
]
