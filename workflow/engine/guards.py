"""Refuses to delete a user who has tasks: Viewflow's owner is CASCADE, and history would go with the user."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from viewflow.workflow.models import Task


@receiver(pre_delete, sender=get_user_model(), dispatch_uid="workflow.keep_history")
def keep_history(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Acts of years ago keep their author."""
    if Task._default_manager.filter(owner_id=instance.pk).exists():
        raise PermissionError("a user with tasks is never deleted; end their roles instead")
