from django.db import migrations

from aceite.core.companies.scope import Door, everywhere
from aceite.kit.text import searchable

LOT = 500


def add_numbers(apps, schema_editor):
    proposals = apps.get_model("proposals", "Proposal").objects
    with everywhere(Door.OPERATOR):
        lot = []
        orders = apps.get_model("sales", "Order").objects.select_related("proposal")
        for order in orders.only("number", "proposal__search").order_by("pk").iterator(LOT):
            order.proposal.search += searchable(order.number)
            lot.append(order.proposal)
            if len(lot) == LOT:
                proposals.bulk_update(lot, ["search"])
                lot = []
        proposals.bulk_update(lot, ["search"])


class Migration(migrations.Migration):

    dependencies = [
        ("proposals", "0007_optional_lines"),
        ("sales", "0005_choices"),
    ]

    operations = [migrations.RunPython(add_numbers, migrations.RunPython.noop)]
