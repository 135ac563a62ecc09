from django.db import migrations

from aceite.core.companies.scope import Door, everywhere
from aceite.core.jobs.upgrading import put_for_each

JOB = "aceite.core.contracts.tasks.look_whose_turn_it_is_everywhere"


def look(apps, schema_editor):
    """Contracts that stopped before it was kept that the turn is the vendor's then."""
    with everywhere(Door.OPERATOR):
        put_for_each(apps, JOB, list(apps.get_model("companies", "Company").objects.values_list("pk", flat=True)))


class Migration(migrations.Migration):

    dependencies = [
        ("contracts", "0020_made_by_forms"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
