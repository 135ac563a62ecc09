from django.db import migrations
from django.db.models import OuterRef, Subquery

from aceite.core.companies.scope import Door, everywhere


def fill(apps, schema_editor):
    Proposal = apps.get_model("proposals", "Proposal")
    Receivable = apps.get_model("receivables", "Receivable")
    with everywhere(Door.OPERATOR):
        open_yet = Receivable.objects.filter(number=0, settled_on=None, amount__gt=0)
        due = open_yet.filter(proposal=OuterRef("pk")).values("due_on")[:1]
        Proposal.objects.filter(pk__in=open_yet.values("proposal")).update(down_payment_due=Subquery(due))


class Migration(migrations.Migration):

    dependencies = [("proposals", "0009_down_payment_due"), ("receivables", "0003_billed_files")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
