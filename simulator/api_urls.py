"""Addresses for machines, below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from simulator import api

app_name = "api"
urlpatterns = [
    path("simulations", api.SimulationView.as_view(), name="simulations"),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
]
