"""Files of a copy keep the order in which they were chosen, in whatever order they arrive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more for a file on its way, and for one that arrived; those from before stand where they stood."""

    dependencies = [("contracts", "0018_brought_proxies")]

    operations = [
        migrations.AddField("arrivingfile", "rank", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("copyfile", "rank", models.PositiveBigIntegerField(default=0)),
    ]
