"""Applications filled in by a capturer, with the person present: channel, who, where and on which day."""

import django.db.models.deletion
from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_every_role"),
        ("applications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="channel",
            field=models.CharField(
                choices=[("online", "Por internet"), ("in_person", "En persona, en una oficina")],
                default="online",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="captured_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="capture_office",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.office"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="captured_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="phone",
            field=core.encryption.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="application",
            name="presence_id",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["captured_by", "captured_on"], name="captures_of_the_day"),
        ),
    ]
