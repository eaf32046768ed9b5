from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("segments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="segment",
            name="is_public",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
