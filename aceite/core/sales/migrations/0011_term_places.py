from django.db import migrations, models

# What was approved before is counted from now on as it would have been read today.
_AS_TODAY = """UPDATE sales_approval
   SET zone = (SELECT zone FROM companies_company WHERE id = sales_approval.company_id),
       states = (SELECT vendor.holidays_state || ' ' || vendor.state || ' ' || customer.state
                   FROM proposals_proposal AS sale
                   JOIN companies_company AS vendor ON vendor.id = sale.company_id
                   JOIN customers_customer AS customer ON customer.id = sale.customer_id
                  WHERE sale.id = sales_approval.proposal_id)"""


def keep(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('app.company', '*', true)")
        cursor.execute(_AS_TODAY)


class Migration(migrations.Migration):

    dependencies = [
        ("companies", "0012_former_holidays"),
        ("customers", "0006_merges"),
        ("proposals", "0017_rescinded"),
        ("sales", "0010_access_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="zone",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="approval",
            name="states",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
