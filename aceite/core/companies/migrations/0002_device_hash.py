from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("companies", "0001_initial")]

    operations = [
        migrations.AddField(
            "company",
            "requires_device_hash",
            models.BooleanField(default=False, verbose_name="exige o hash calculado no aparelho"),
        ),
    ]
