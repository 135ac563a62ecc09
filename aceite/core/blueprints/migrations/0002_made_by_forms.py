"""The same form sent twice makes one block: each remembers the form it was made by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Those from before name no form."""

    dependencies = [("blueprints", "0001_initial")]

    operations = [
        migrations.AddField("block", "form_key", models.CharField(blank=True, editable=False, max_length=40)),
        migrations.AddConstraint(
            "block",
            models.UniqueConstraint(
                condition=models.Q(("form_key", ""), _negated=True),
                fields=("company", "form_key"),
                name="one_block_per_form",
            ),
        ),
    ]
