from django.db import migrations, models

LEVELS = [("simple", "Simples"), ("advanced", "Avançada"), ("qualified", "Qualificada")]
LEVEL = {"choices": LEVELS, "default": "simple", "max_length": 9, "verbose_name": "nível da assinatura"}


class Migration(migrations.Migration):

    dependencies = [("contracts", "0001_initial")]

    operations = [
        migrations.AddField("contract", "level", models.CharField(**LEVEL)),
        migrations.AddField("contracttemplate", "level", models.CharField(**LEVEL)),
    ]
