from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0008_host_of_a_device")]

    operations = [
        migrations.AddField(
            "user", "told_zone", models.CharField("fuso horário do aparelho", max_length=40, blank=True, default=""),
            preserve_default=False,
        )
    ]
