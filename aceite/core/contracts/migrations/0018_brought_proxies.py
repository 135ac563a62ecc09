import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contracts", "0017_at_request")]

    operations = [
        migrations.AddField(
            "signer",
            "asks_proxy",
            models.BooleanField(default=False, verbose_name="envia a procuração ao assinar"),
        ),
        migrations.AddField(
            "signer",
            "brought_proxy",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
    ]
