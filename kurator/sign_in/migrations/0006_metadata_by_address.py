from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sign_in", "0005_one_table_of_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="metadata_url",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="provider",
            name="metadata_read_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="provider",
            name="metadata_tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="provider",
            name="metadata_problem",
            field=models.TextField(db_default="", default=""),
        ),
    ]
