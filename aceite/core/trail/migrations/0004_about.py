from django.db import migrations, models

from aceite.core.rows.json_numbers import NumberIn

THINGS = ("customer", "panel_user", "item", "member", "template", "clause", "condition")


class Migration(migrations.Migration):

    dependencies = [
        ('trail', '0003_audit'),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name='event',
                name=f'about_{thing}',
                field=models.GeneratedField(
                    db_persist=True,
                    expression=NumberIn('data', name=thing),
                    output_field=models.BigIntegerField(null=True),
                ),
            )
            for thing in THINGS
        ),
        *(
            migrations.AddIndex(
                model_name='event',
                index=models.Index(
                    condition=models.Q((f'about_{thing}__isnull', False)),
                    fields=['company_id', f'about_{thing}', 'at', 'id'],
                    name=f'events_about_{thing}',
                ),
            )
            for thing in THINGS
        ),
    ]
