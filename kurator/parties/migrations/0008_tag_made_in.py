from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_short_pending_list")]
    operations = [
        migrations.AddField(model_name="tag", name="made_in", field=models.UUIDField(null=True))
    ]
