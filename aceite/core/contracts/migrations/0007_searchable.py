from django.db import migrations

from aceite.core.companies.scope import Door, everywhere
from aceite.kit.taxid import BadTaxId, format_taxid
from aceite.kit.text import searchable

LOT = 500


def with_signs(taxid):
    try:
        return format_taxid(taxid)
    except BadTaxId:
        return ""


def rewrite(rows, taxid_of=lambda row: ""):
    lot = []
    for row in rows.order_by("pk").iterator(LOT):
        row.search = searchable(row.search, with_signs(taxid_of(row)))
        lot.append(row)
        if len(lot) == LOT:
            rows.model.objects.bulk_update(lot, ["search"])
            lot = []
    rows.model.objects.bulk_update(lot, ["search"])


def rewrite_all(apps, schema_editor):
    with everywhere(Door.OPERATOR):
        rewrite(apps.get_model("customers", "Customer").objects.only("search", "taxid"), lambda row: row.taxid)
        rewrite(
            apps.get_model("proposals", "Proposal").objects.select_related("customer").only("search", "customer__taxid"),
            lambda row: row.customer.taxid,
        )
        rewrite(apps.get_model("catalog", "Item").objects.only("search"))
        rewrite(apps.get_model("contracts", "Contract").objects.only("search"))
        rewrite(apps.get_model("contracts", "ContractTemplate").objects.only("search"))


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0001_initial"),
        ("contracts", "0006_signing_plan"),
        ("customers", "0002_erased"),
        ("proposals", "0005_filled"),
    ]

    operations = [migrations.RunPython(rewrite_all, migrations.RunPython.noop)]
