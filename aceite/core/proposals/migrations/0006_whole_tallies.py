from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0005_filled'),
    ]

    operations = [
        # Counted anew after the migration, with what stands for all months.
        migrations.RunSQL("DELETE FROM proposals_tallychange", migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM proposals_tally", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='tally',
            name='one_tally_per_standing',
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('company_id', 'month', 'seller_id', 'standing', 'size'), name='one_tally_per_standing'),
        ),
    ]
