"""Addresses of fiscal control."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
