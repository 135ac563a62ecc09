from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("catalog", "0003_pictures")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="recurs",
            field=models.CharField(blank=True, choices=[("", "uma vez"), ("month", "por mês"), ("quarter", "por trimestre"), ("year", "por ano")], max_length=7, verbose_name="pago"),
        ),
        migrations.AddField(
            model_name="item",
            name="periods",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="quantas vezes"),
        ),
    ]
