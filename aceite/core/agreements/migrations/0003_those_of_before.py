from django.db import migrations
from django_tasks_db.models import get_date_max

from aceite.core.companies.scope import Door, everywhere

JOB = "aceite.core.agreements.tasks.look_at_all_that_may_be_in_force"


def look(apps, schema_editor):
    Company = apps.get_model("companies", "Company")
    Queued = apps.get_model("django_tasks_database", "DBTaskResult")
    with everywhere(Door.OPERATOR):
        companies = list(Company.objects.values_list("pk", flat=True))
    for company in companies:
        arguments = {"args": [], "kwargs": {"company_id": company}}
        Queued.objects.create(
            task_path=JOB, args_kwargs=arguments, queue_name="long", backend_name="default", run_after=get_date_max()
        )


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0002_holds"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
