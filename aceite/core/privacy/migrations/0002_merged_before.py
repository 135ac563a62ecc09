from django.db import migrations

from aceite.core.companies.scope import Door, everywhere
from aceite.core.jobs.upgrading import put_for_each

JOB = "aceite.core.privacy.tasks.look_at_earlier_merges"


def look(apps, schema_editor):
    Merge = apps.get_model("customers", "CustomerMerge")
    with everywhere(Door.OPERATOR):
        standing = Merge.objects.filter(undone_at=None).order_by()
        put_for_each(apps, JOB, list(standing.values_list("company", flat=True).distinct()))


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0001_initial"),
        ("customers", "0006_merges"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
