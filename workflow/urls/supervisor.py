"""Addresses of the supervisor of a provincial office."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
