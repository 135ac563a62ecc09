from django.db import migrations

from aceite.core.companies.scope import Door, everywhere
from aceite.core.jobs.upgrading import put_for_each

JOB = "aceite.core.agreements.tasks.look_at_all_that_may_be_in_force"


def look(apps, schema_editor):
    with everywhere(Door.OPERATOR):
        put_for_each(apps, JOB, list(apps.get_model("companies", "Company").objects.values_list("pk", flat=True)))


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0002_holds"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
