"""Addresses of the simulator. None carries an answer."""

from django.urls import path

from simulator.views import citizen, keeping

app_name = "simulator"
urlpatterns = [
    path("", citizen.start, name="start"),
    path("pregunta/<slug:key>/", citizen.question, name="question"),
    path("resultado/", citizen.result, name="result"),
    path("resultado/estimacion.pdf", keeping.paper, name="paper"),
    path("guardar/", keeping.save, name="save"),
    path("guardada/<str:token>/", keeping.saved, name="saved"),
    path("idioma/", keeping.language, name="language"),
    path("otra/", citizen.restart, name="restart"),
    path("salir/", citizen.leave, name="leave"),
]
