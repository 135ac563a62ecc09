import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0005_sellers_see'),
        ('people', '0004_erased_members'),
        ('proposals', '0015_reasons_and_items'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('remind', 'Lembrar os clientes'), ('extend', 'Prorrogar a validade'), ('reassign', 'Trocar o vendedor')], max_length=10)),
                ('state', models.CharField(default='running', max_length=10)),
                ('key', models.CharField(max_length=40)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
                ('seller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
            ],
        ),
        migrations.CreateModel(
            name='BulkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(default='waiting', max_length=8)),
                ('sentence', models.CharField(blank=True, max_length=400)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='bulk.bulkact')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulkact',
            index=models.Index(fields=['company', '-id'], name='bulk_acts_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='bulkact',
            constraint=models.UniqueConstraint(fields=('company', 'member', 'key'), name='one_bulk_act_per_form'),
        ),
        migrations.AddIndex(
            model_name='bulkrow',
            index=models.Index(fields=['company', 'of', 'outcome', 'number'], name='bulk_rows_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='bulkrow',
            constraint=models.UniqueConstraint(fields=('company', 'of', 'number'), name='each_sale_of_an_act_once'),
        ),
    ]
