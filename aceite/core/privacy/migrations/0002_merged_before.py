from django.db import migrations
from django_tasks_db.models import get_date_max

from aceite.core.companies.scope import Door, everywhere

JOB = "aceite.core.privacy.tasks.look_at_earlier_merges"


def look(apps, schema_editor):
    Merge = apps.get_model("customers", "CustomerMerge")
    Queued = apps.get_model("django_tasks_database", "DBTaskResult")
    with everywhere(Door.OPERATOR):
        companies = list(Merge.objects.filter(undone_at=None).order_by().values_list("company", flat=True).distinct())
    for company in companies:
        arguments = {"args": [], "kwargs": {"company_id": company}}
        Queued.objects.create(
            task_path=JOB, args_kwargs=arguments, queue_name="long", backend_name="default", run_after=get_date_max()
        )


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0001_initial"),
        ("customers", "0006_merges"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
