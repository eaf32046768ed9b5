from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0003_outboundpause"),
    ]

    operations = [
        migrations.CreateModel(
            name="WriteProbe",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
