from django.db import migrations, models


def take_down(apps, schema_editor):
    # They name the columns as they were; they are made anew after the migration, and everything is counted anew.
    on = " ON proposals_proposal" if schema_editor.connection.vendor == "postgresql" else ""
    for act in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS proposals_proposal_tally_{act}{on}")


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0014_amendments'),
    ]

    operations = [
        migrations.RunPython(take_down, migrations.RunPython.noop),
        migrations.RunSQL("DELETE FROM proposals_tallychange", migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM proposals_tally", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='ItemTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('seller_id', models.BigIntegerField()),
                ('month', models.PositiveIntegerField()),
                ('standing', models.CharField(max_length=10)),
                ('item_id', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ItemTallyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('seller_id', models.BigIntegerField()),
                ('month', models.PositiveIntegerField()),
                ('standing', models.CharField(max_length=10)),
                ('item_id', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='tally',
            name='one_tally_per_standing',
        ),
        migrations.AddField(
            model_name='tally',
            name='reason',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='tallychange',
            name='reason',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('company_id', 'month', 'seller_id', 'standing', 'size', 'reason'), name='one_tally_per_standing'),
        ),
        migrations.AddConstraint(
            model_name='itemtally',
            constraint=models.UniqueConstraint(fields=('company_id', 'seller_id', 'month', 'standing', 'item_id'), name='one_tally_per_item'),
        ),
        migrations.AddIndex(
            model_name='itemtallychange',
            index=models.Index(fields=['company_id'], name='item_changes_of_a_company'),
        ),
    ]
