"""The turn that is asked for, and the pictures already sent as an answer to one."""

import django.db.models.deletion
from django.db import migrations, models

import core.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_in_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeenFrame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=64, unique=True)),
                ("seen_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                "verbose_name": "fotograma ya enviado",
                "verbose_name_plural": "fotogramas ya enviados",
            },
        ),
        migrations.AlterField(
            model_name="picture",
            name="side",
            field=models.CharField(
                choices=[("front", "Anverso"), ("back", "Reverso"), ("selfie", "Selfie"), ("turn", "Cara girada")],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="TurnChallenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=core.identifiers.new_public_id, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("nonce_index", models.CharField(max_length=64, unique=True)),
                ("side", models.CharField(choices=[("left", "Izquierda"), ("right", "Derecha")], max_length=5)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenges",
                        to="identity.identitycheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "giro pedido",
                "verbose_name_plural": "giros pedidos",
                "ordering": ("id",),
            },
        ),
    ]
