from django.db import migrations, models


def take_down(apps, schema_editor):
    # They name the columns as they were; they are made anew after the migration, and everything is counted anew.
    on = " ON proposals_proposal" if schema_editor.connection.vendor == "postgresql" else ""
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS proposals_proposal_items_{act}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0019_quick_searches'),
    ]

    operations = [
        migrations.RunPython(take_down, migrations.RunPython.noop),
        migrations.RunSQL("DELETE FROM proposals_itemtallychange", migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM proposals_itemtally", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='itemtally', name='one_tally_per_item'),
        migrations.RemoveField(model_name='itemtally', name='standing'),
        migrations.RenameField(model_name='itemtally', old_name='count', new_name='answered'),
        migrations.AddField(
            model_name='itemtally',
            name='won',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RemoveField(model_name='itemtallychange', name='standing'),
        migrations.RenameField(model_name='itemtallychange', old_name='count', new_name='answered'),
        migrations.AddField(
            model_name='itemtallychange',
            name='won',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='itemtally',
            constraint=models.UniqueConstraint(fields=('company_id', 'seller_id', 'month', 'item_id'), name='one_tally_per_item'),
        ),
    ]
