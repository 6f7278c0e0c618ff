"""The Celery application.

Tasks are declared with `shared_task` in each app's ``tasks.py``. With no broker configured nothing is ever published:
`core.worker` runs the same tasks in a thread, from their rows.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
app = Celery("amparo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
