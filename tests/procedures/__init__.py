"""Small procedures that tests and benches run: the stock engine's and ours, side by side.

Viewflow names a flow by the app it lies in, so this package is made known as one. It has no models and no pages, and
the product never imports it.
"""

import sys

from django.apps import AppConfig, apps

if "procedures" not in apps.app_configs:
    _config = AppConfig("tests.procedures", sys.modules[__name__])
    _config.apps = apps
    _config.import_models()
    apps.app_configs["procedures"] = _config
