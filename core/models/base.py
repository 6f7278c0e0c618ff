"""What every row that has an address of its own shares."""

from django.db import models

from core.identifiers import new_public_id


class PublicModel(models.Model):
    """Integer key inside, UUIDv7 outside (Viewflow's seed must be an integer; addresses must not count rows)."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
