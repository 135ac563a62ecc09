from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0002_passkeys")]

    operations = [migrations.AddField("onetimecode", "length", models.PositiveSmallIntegerField(default=6))]
