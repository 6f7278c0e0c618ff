"""Addresses of the public pages about the benefit, below /imv/."""

from django.urls import path

from simulator.views import information

app_name = "information"
urlpatterns = [
    path("", information.home, name="home"),
    path("que-es/", information.what, name="what"),
    path("quien/", information.who, name="who"),
    path("cuanto/", information.how_much, name="how_much"),
    path("documentos/", information.documents, name="documents"),
    path("preguntas/", information.questions, name="questions"),
]
