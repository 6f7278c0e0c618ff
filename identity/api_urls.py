"""Addresses for the office's own programs, below /api/v1/."""

from django.urls import path

from identity.views import readings

app_name = "identity_api"
urlpatterns = [path("identity/readings", readings.readings, name="readings")]
