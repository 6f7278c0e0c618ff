"""Addresses for machines, below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from simulator import api

app_name = "api"
urlpatterns = [
    path("simulations", api.SimulationView.as_view(), name="simulations"),
    path("benefits/<str:benefit>/facts", api.FactsView.as_view(), name="facts"),
    path("benefits/<str:benefit>/parameters", api.ParametersView.as_view(), name="parameters"),
    path("benefits/<str:benefit>/form", api.FormView.as_view(), name="form"),
    path("benefits/<str:benefit>/income", api.IncomeView.as_view(), name="income"),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
]
