"""Addresses for machines that check papers, below /api/v1/."""

from django.urls import path

from receipts import api

app_name = "receipts_api"
urlpatterns = [
    path("receipts/check", api.CodeView.as_view(), name="check"),
    path("receipts/check-file", api.FileView.as_view(), name="check_file"),
    path("receipts/proof", api.ProofView.as_view(), name="proof"),
    path("receipts/roots", api.RootsView.as_view(), name="roots"),
]
