from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('customers', '0001_initial'),
        ('proposals', '0010_options'),
        ('sales', '0004_dossiers_by_hash'),
    ]

    operations = [
        migrations.CreateModel(
            name='OfferChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('picks', models.JSONField(default=dict)),
                ('total', models.DecimalField(decimal_places=2, max_digits=15)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('caught', models.JSONField(default=list)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, choices=[('overtaken', 'a proposta mudou antes de a escolha ficar pronta'), ('signed', 'alguém assinou antes de a escolha ficar pronta'), ('contracts', 'a empresa precisa ajustar o contrato antes'), ('papers', 'os documentos não puderam ser montados'), ('stalled', 'a preparação parou no meio')], max_length=20)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('made', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='chosen', to='proposals.proposalversion')),
                ('panel_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.paneluser')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='proposals.proposal')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='proposals.proposalversion')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('failed_at', None)), fields=('company', 'version'), name='one_choice_per_version')],
            },
        ),
    ]
