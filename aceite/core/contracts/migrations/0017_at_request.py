from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contracts", "0016_handing_over")]

    operations = [
        migrations.AddField(
            "signer",
            "request_name",
            models.CharField(blank=True, max_length=160, verbose_name="a rogo de"),
        ),
        migrations.AddField(
            "signer",
            "request_cpf",
            models.CharField(blank=True, max_length=11, verbose_name="CPF de quem pediu"),
        ),
    ]
