from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0006_reviews_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="relocationrule",
            name="arrivals",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
