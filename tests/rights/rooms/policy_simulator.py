"""The policy simulator: central administration only; a run is anybody's of them to see and to stop."""

from django.utils import timezone

from simulator.models import PolicyRun
from tests.rights.rows import Office as Page
from tests.rights.rows import Scene, nothing

ADMINISTRATOR = {"administrator"}


def _run(scene: Scene) -> list[object]:
    today = timezone.localdate()
    asked = {"before_on": today, "after_on": today}
    return [PolicyRun.objects.get_or_create(asked_by=scene.people["administrator"], defaults=asked)[0].public_id]


ADDRESSES = {
    "policy:runs": Page(ADMINISTRATOR, arguments=nothing),
    "policy:run_new": Page(ADMINISTRATOR, "form", arguments=nothing),
    "policy:run": Page(ADMINISTRATOR, arguments=_run),
    "policy:run_cancel": Page(ADMINISTRATOR, "act", arguments=_run),
    "policy:run_download": Page(ADMINISTRATOR, arguments=_run),
}
POWERS = {"policy_simulation.run": {"": ADMINISTRATOR}}
