from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose signatures a PDF had when it was brought as a contract."""

    dependencies = [("contracts", "0004_copies_read")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="signed_before",
            field=models.JSONField(blank=True, default=dict, editable=False),
        )
    ]
