"""The same form sent twice makes one clause, template or contract: each remembers the form it was made by."""

from django.db import migrations, models

ONCE = models.Q(("form_key", ""), _negated=True)
TABLES = {"clause": "one_clause_per_form", "contract": "one_contract_per_form", "contracttemplate": "one_template_per_form"}


class Migration(migrations.Migration):
    """Those from before name no form."""

    dependencies = [("companies", "0012_former_holidays"), ("contracts", "0019_ranks")]

    operations = [
        *(
            migrations.AddField(table, "form_key", models.CharField(blank=True, editable=False, max_length=40))
            for table in TABLES
        ),
        *(
            migrations.AddConstraint(
                table, models.UniqueConstraint(condition=ONCE, fields=("company", "form_key"), name=name)
            )
            for table, name in TABLES.items()
        ),
    ]
