from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0007_code_to_hand_over")]

    operations = [
        migrations.AddField("device", "host", models.CharField(max_length=253, blank=True, default="")),
    ]
