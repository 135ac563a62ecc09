from django.db import migrations


class Migration(migrations.Migration):
    """What a representative was shown stands in her statement; no row beside it says it again."""

    dependencies = [("contracts", "0008_template_versions")]

    operations = [migrations.RemoveField("countersigner", "opened_at")]
