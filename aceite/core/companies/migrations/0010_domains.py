import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0009_link_shows'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='own_host',
            field=models.CharField(blank=True, max_length=253),
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253)),
                ('nonce', models.CharField(max_length=40)),
                ('added_at', models.DateTimeField()),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'ordering': ['host'],
                'constraints': [models.UniqueConstraint(fields=('company', 'host'), name='one_row_per_domain'), models.UniqueConstraint(condition=models.Q(('verified_at__isnull', False)), fields=('host',), name='one_company_per_domain')],
            },
        ),
    ]
