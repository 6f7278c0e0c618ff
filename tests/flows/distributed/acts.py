"""What people do while workers die: run as a process of its own, as a web server is.

``python -m tests.flows.distributed.acts submit 40 [name]`` or ``… decide``, on whatever database the settings name.
"""

import sys

import django


def submit(count: int, name: str = "") -> None:
    """Submit applications of one person each: three checks a dossier. `name` tells these people from earlier ones."""
    from tests.flows.dossiers import submitted

    for number in range(count):
        submitted("expired_document", number_suffix=f"-{name}{number}")


def decide() -> None:
    """The processors settle what differs, propose and resolve every dossier that is assigned to them."""
    from tests.flows.dossiers import actor
    from workflow import services
    from workflow.models import Dossier

    for dossier in Dossier.objects.filter(state="assigned").select_related("assignee").order_by("pk"):
        who, ref = actor(dossier.assignee), str(dossier.public_id)
        for check in dossier.checks.exclude(state__in=("ok", "accepted_by_person")):
            services.accept_check(ref, str(check.public_id), "Comprobado con el documento aportado.", who)
        services.propose(ref, "granted", "", who)
        services.resolve(ref, who)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "submit":
        submit(int(sys.argv[2]), *sys.argv[3:])
    else:
        decide()
