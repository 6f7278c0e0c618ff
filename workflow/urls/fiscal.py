"""Addresses of fiscal control."""

from django.urls import path

from workflow.views.fiscal import review

urlpatterns = [
    path("control/", review.queue, name="fiscal_queue"),
    path("control/<uuid:reference>/", review.review, name="fiscal_review"),
]
