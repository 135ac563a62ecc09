import django.db.models.deletion
from django.db import migrations, models

from aceite.core.companies.scope import Door, everywhere

SAID = ("company_id", "title", "body", "requirement", "level", "executive")


def keep_what_stands(apps, schema_editor):
    version = apps.get_model("contracts", "TemplateVersion")
    contract = apps.get_model("contracts", "Contract")
    with everywhere(Door.OPERATOR):
        for template in apps.get_model("contracts", "ContractTemplate").objects.order_by("pk").iterator(100):
            said = {name: getattr(template, name) for name in SAID}
            first = version.objects.create(template=template, number=1, saved_at=template.updated_at, **said)
            # What was changed since it was copied cannot be told any more: only the same text names its version.
            same = contract.objects.filter(template=template, body=template.body, company_id=template.company_id)
            same.update(template_version=first)


class Migration(migrations.Migration):

    dependencies = [
        ("contracts", "0007_searchable"),
        ("people", "0004_erased_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField(max_length=400_000)),
                ("requirement", models.CharField(max_length=8)),
                ("level", models.CharField(max_length=9)),
                ("executive", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("restored", models.PositiveIntegerField(blank=True, null=True)),
                ("added", models.PositiveIntegerField(default=0)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="companies.company")),
                ("saved_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member")),
                ("template", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="contracts.contracttemplate")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("company", "template", "number"), name="one_template_version_per_number")],
            },
        ),
        migrations.AddField(
            model_name="contract",
            name="template_version",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="contracts.templateversion"),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
    ]
