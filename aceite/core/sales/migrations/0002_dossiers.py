import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('proposals', '0001_initial'),
        ('sales', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('office', 'empresa'), ('panel', 'cliente')], max_length=6)),
                ('asked_by_kind', models.CharField(max_length=20)),
                ('asked_by_id', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('task_id', models.CharField(blank=True, max_length=40)),
                ('key', models.CharField(max_length=32, unique=True)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, max_length=300)),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                ('index_sha256', models.CharField(blank=True, max_length=64)),
                ('zip_sha256', models.CharField(blank=True, max_length=64)),
                ('zip_size', models.PositiveBigIntegerField(default=0)),
                ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                ('pdf_size', models.PositiveBigIntegerField(default=0)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='proposals.proposal')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(fields=['company', 'proposal', 'audience'], name='dossiers_of_a_sale')],
            },
        ),
    ]
