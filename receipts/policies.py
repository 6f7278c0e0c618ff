"""Rights over papers. The system acts for rooms that have asked their own policy; the rest asks `receipts.readers`."""

from typing import Any

from core.actors import SYSTEM, Actor
from core.policies import Policy, register
from receipts import readers


def _by_subject(action: str) -> Policy:
    def allows(actor: Actor, row: Any) -> bool:
        return actor == SYSTEM or readers.allows(action, actor, row.subject_type, row.subject_ref)

    return Policy(allows)


for _action in readers.ACTIONS:
    register(_action, _by_subject(_action))
# The seal is the whole house's: central administration, or the operator at the command line.
register("seal.revoke", Policy(lambda actor, _: actor == SYSTEM or actor.has("administrator")))
