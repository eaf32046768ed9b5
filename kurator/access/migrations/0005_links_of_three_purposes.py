from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_looks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entrylink",
            name="purpose",
            field=models.TextField(
                choices=[
                    ("INVITATION", "Invitation"),
                    ("RESET", "Reset"),
                    ("FACTORS", "Factors"),
                ]
            ),
        ),
    ]
