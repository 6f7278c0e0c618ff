"""Fiscal review is an act of a person now (docs/decisions/0009): what already waited there becomes one.

Apart from the migration before it: PostgreSQL refuses to alter a table with rows changed in the same transaction.
"""

from django.db import migrations

NODE = "workflow/flows.ImvFlowV1.fiscal_review"


def waits_become_reviews(apps, schema_editor):
    """Each dossier that waited for a screen that did not exist gets its open task and its review."""
    tasks = apps.get_model("viewflow", "Task").objects.filter(flow_task=NODE, status="NEW")
    tasks.update(flow_task_type="HUMAN")
    review = apps.get_model("workflow", "FiscalReview").objects
    for proposal in apps.get_model("workflow", "Proposal").objects.filter(
        state="proposed", over_limit=True, dossier__state="fiscal_review", fiscal_review=None
    ):
        review.create(dossier_id=proposal.dossier_id, proposal=proposal, sent_at=proposal.proposed_at)


class Migration(migrations.Migration):
    dependencies = [
        ("viewflow", "0015_task_scheduled"),
        ("workflow", "0005_fiscal_review"),
    ]

    operations = [migrations.RunPython(waits_become_reviews, migrations.RunPython.noop)]
