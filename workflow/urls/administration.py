"""Addresses of central administration."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
