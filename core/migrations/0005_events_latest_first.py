from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_staff_and_offices"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["-at", "-id"], name="event_latest_first"),
        ),
    ]
