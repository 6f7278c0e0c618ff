"""What everything stands on: settings, offices and staff, rights, calendars, events, outbox, encryption, furniture."""

from core.celery import app as celery_application

__all__ = ["celery_application"]
