"""One whole case of the demonstration, driven by the product's own services: `manage.py demo_case`."""
