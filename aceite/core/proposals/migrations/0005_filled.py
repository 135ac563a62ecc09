from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import OuterRef, Subquery

from aceite.core.companies.scope import Door, everywhere

LOT = 500


def fill(apps, schema_editor):
    Proposal = apps.get_model("proposals", "Proposal")
    Version = apps.get_model("proposals", "ProposalVersion")
    Company = apps.get_model("companies", "Company")
    with everywhere(Door.OPERATOR):
        sent = Version.objects.filter(pk=OuterRef("shown_id")).values("sent_at")[:1]
        Proposal.objects.filter(shown__isnull=False).update(sent_at=Subquery(sent))
        zones = {company.pk: ZoneInfo(company.zone) for company in Company.objects.all()}
        lot = []
        for sale in Proposal.objects.only("pk", "company_id", "created_at").order_by("pk").iterator(LOT):
            sale.month = sale.created_at.astimezone(zones[sale.company_id]).month
            lot.append(sale)
            if len(lot) == LOT:
                Proposal.objects.bulk_update(lot, ["month"])
                lot = []
        Proposal.objects.bulk_update(lot, ["month"])


class Migration(migrations.Migration):

    dependencies = [("proposals", "0004_lists")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
