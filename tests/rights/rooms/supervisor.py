"""The supervisor's pages and acts: own directorate, its processors, its dossiers; nobody else's."""

from tests.rights.rooms.office import PROCESSORS
from tests.rights.rows import Office, Scene, no_such, nothing

SUPERVISORS = {"supervisor here", "supervisor elsewhere"}
"""Each sees their own directorate under the same address."""
HERE = {"supervisor here"}


def _processor(scene: Scene):
    return [scene.dossier.assignee.public_id]


ADDRESSES = {
    "workflow:board": Office(SUPERVISORS, arguments=nothing),
    "workflow:supervised": Office(SUPERVISORS, arguments=nothing),
    "workflow:office_history": Office(SUPERVISORS, arguments=nothing),
    "workflow:reassign": Office(SUPERVISORS, "form", arguments=nothing, body={"to": "reparto", "todos": "1"}),
    "workflow:assignment_policy": Office(SUPERVISORS, "form", arguments=nothing, body={"automatic": "no"}),
    "workflow:absence": Office(HERE, "form", arguments=_processor),
    "workflow:end_absence": Office(HERE, "act", arguments=_processor),
    "workflow:terms": Office(HERE, "form", arguments=_processor, body={"weight": "50", "save": "1"}),
    "workflow:hand_over_all": Office(HERE, "form", arguments=_processor),
    "workflow:dismiss_notice": Office(PROCESSORS, "act", arguments=lambda scene: [no_such(scene)]),
}

POWERS = {
    "supervision.read": {"": HERE},
    "assignment.manage": {"": HERE},
    "processor.manage": {"": HERE},
    "dossier.reassign": {"": HERE},
}

SUBJECTS = {
    "supervision.": lambda scene: scene.dossier.office,
    "assignment.": lambda scene: scene.dossier.office,
    "processor.": lambda scene: scene.dossier.assignee,
}
