"""A contract says whether its signers may pass their place to a colleague."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column; of contracts from before nobody may."""

    dependencies = [("contracts", "0015_arriving_files")]

    operations = [
        migrations.AddField(
            "contract",
            "hand_over",
            models.BooleanField("quem assina pode passar a vez a um colega", default=False),
        ),
    ]
