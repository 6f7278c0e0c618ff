"""Addresses of the simulator. None carries an answer."""

from django.urls import path

from simulator.views import citizen

app_name = "simulator"
urlpatterns = [
    path("", citizen.start, name="start"),
    path("pregunta/<slug:key>/", citizen.question, name="question"),
    path("resultado/", citizen.result, name="result"),
    path("otra/", citizen.restart, name="restart"),
    path("salir/", citizen.leave, name="leave"),
]
