"""Addresses of the receipts room, under /verificar/."""

from django.urls import path

from receipts.views import citizen

app_name = "receipts"

urlpatterns = [
    path("", citizen.verify, name="verify"),
    path("raiz.pem", citizen.root_certificate, name="root"),
    path("prueba.json", citizen.proof, name="proof"),
    path("original/<uuid:receipt_id>/", citizen.original, name="original"),
    path("sin-enviar/", citizen.without_sending, name="without_sending"),
]
