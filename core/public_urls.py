"""Addresses of the public pages that belong to no room."""

from django.urls import URLPattern, path

from core import health, views

app_name = "core"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("ayuda/", views.help_page, name="help"),
    path("privacidad/", views.privacy, name="privacy"),
    path("accesibilidad/", views.accessibility, name="accessibility"),
    path("codigo/", views.source, name="source"),
    path("codigo/amparo.tar.gz", views.source_archive, name="source_archive"),
    path("desarrollo/correo/", views.mailbox, name="mailbox"),
    path("salud/vivo", health.alive, name="alive"),
    path("salud/listo", health.ready, name="ready"),
]
