import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0008_changes_policy'),
        ('customers', '0001_initial'),
        ('proposals', '0001_initial'),
        ('sales', '0007_saved_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contracts', models.JSONField(default=dict)),
                ('passages', models.JSONField(default=list)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sent_words', to='proposals.proposalversion')),
            ],
            options={'abstract': False},
        ),
        migrations.CreateModel(
            name='ChangesRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('panel_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.paneluser')),
                ('since', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposalversion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes_read', to='proposals.proposalversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'version', 'panel_user'), name='changes_read_once')],
            },
        ),
    ]
