"""Apart from the migration that fills it: PostgreSQL refuses to alter a table with rows changed in the same transaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0002_every_role"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="competent_office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="competent_dossiers", to="core.office"
            ),
        ),
    ]
