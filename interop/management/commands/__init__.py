"""``manage.py standin``."""
