"""Who approved a resolution, what fiscal control sent back, and the human stop on automatic steps."""

import django.db.models.deletion
from django.db import migrations, models

import core.encryption
import core.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_staff_and_offices"),
        ("workflow", "0004_supervisor"),
    ]

    operations = [
        migrations.CreateModel(
            name="AutomationStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=core.identifiers.new_public_id, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("reason", core.encryption.EncryptedTextField()),
                ("stopped_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "parada de los pasos automáticos",
                "verbose_name_plural": "paradas de los pasos automáticos",
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="dossier",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="resolution",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.staffmember",
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("resolved_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_their_own",
            ),
        ),
        migrations.AddField(
            model_name="automationstop",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="automation_stops", to="workflow.dossier"
            ),
        ),
        migrations.AddField(
            model_name="automationstop",
            name="resumed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="automationstop",
            name="stopped_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.staffmember"
            ),
        ),
        migrations.AddConstraint(
            model_name="automationstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("dossier",), name="one_live_automation_stop"
            ),
        ),
    ]
