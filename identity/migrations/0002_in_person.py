"""Identity checked in person, and consents signed by hand."""

import django.db.models.deletion
from django.db import migrations, models

import core.encryption
import core.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_every_role"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PresenceCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=core.identifiers.new_public_id, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("subject_ref", models.CharField(db_index=True, max_length=60)),
                ("document", core.encryption.EncryptedJSONField(default=dict)),
                ("number_index", models.CharField(blank=True, max_length=64)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "comprobación en persona",
                "verbose_name_plural": "comprobaciones en persona",
                "ordering": ("seen_at", "id"),
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="method",
            field=models.CharField(
                choices=[
                    ("code", "Con un código de un solo uso"),
                    ("paper", "Firma a mano en papel"),
                    ("screen", "Firma a mano en una pantalla"),
                ],
                default="code",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="signature",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="witnessed_by",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="consent",
            name="challenge",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consent",
                to="identity.onetimecode",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("challenge__isnull", False), ("method", "code"), ("signature", None)),
                    models.Q(
                        ("challenge", None),
                        ("method__in", ("paper", "screen")),
                        ("signature__isnull", False),
                        models.Q(("witnessed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_has_its_proof",
            ),
        ),
        migrations.AddField(
            model_name="presencecheck",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.office"),
        ),
        migrations.AddField(
            model_name="presencecheck",
            name="seen_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.staffmember"
            ),
        ),
    ]
