from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0006_erasures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActWords",
            fields=[
                ("transaction_id", models.UUIDField(primary_key=True, serialize=False)),
                ("words", models.JSONField()),
            ],
        ),
    ]
