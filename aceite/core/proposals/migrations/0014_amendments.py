import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0013_list_prices'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='amends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='amendment_number',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='amendment',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('amends__isnull', False)), fields=('company', 'amends', 'amendment_number'), name='one_amendment_per_number'),
        ),
    ]
