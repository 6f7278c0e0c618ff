"""Who has suffered violence is never named by a paper, a list or an event."""

import pytest

from applications import services
from applications.summary import RESERVED, summary_of
from core import events
from core.models import AuditEvent
from tests.unit.applications import drafts

pytestmark = pytest.mark.django_db


def test_sensitive_answers_and_papers_stay_out_of_summary_and_events() -> None:
    application = drafts.filled("address_differs")
    actor = drafts.actor_of(application)
    patch = {"members": {"a": {"gender_violence_victim": True, "independent_since": "never"}}}
    services.save_section(application, "situation", patch, actor=actor)
    found = services.completeness(drafts.fresh(application))
    paper = next(paper for paper in found.papers if paper.sensitive)
    services.promise_document(application, paper.code, actor=actor)
    said = {row.label: row.value for block in summary_of(drafts.fresh(application)) for row in block.rows}
    assert said["¿Eres víctima de violencia de género?"] == RESERVED
    assert "Documento reservado" in said
    assert paper.label not in said
    told = str(list(events.events_of("application", str(application.public_id)).values_list("payload", flat=True)))
    assert paper.code not in told
    assert "reserved" in told
    assert "gender_violence" not in str(list(AuditEvent.objects.values_list("payload", flat=True)))
