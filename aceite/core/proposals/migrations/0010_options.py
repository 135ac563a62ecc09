from django.db import migrations, models
import django.db.models.deletion

OPTIONAL = """UPDATE proposals_proposalversion SET choosable = %s
 WHERE id IN (SELECT version_id FROM proposals_line WHERE choice <> '')"""


def mark(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('app.company', '*', true)")
        cursor.execute(OPTIONAL, [True])


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('proposals', '0009_down_payment_due'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlternativeGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='proposal',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='proposals.alternativegroup'),
        ),
        migrations.AddField(
            model_name='line',
            name='quantity_least',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=15, verbose_name='quantidade mínima'),
        ),
        migrations.AddField(
            model_name='line',
            name='quantity_most',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=15, verbose_name='quantidade máxima'),
        ),
        migrations.AddField(
            model_name='line',
            name='quantity_step',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=15, verbose_name='de quanto em quanto'),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='choosable',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='down_percent',
            field=models.DecimalField(decimal_places=4, default=0, max_digits=6, verbose_name='entrada'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('sent', 'sent'), ('approved', 'approved'), ('order', 'order'), ('declined', 'declined'), ('expired', 'expired'), ('cancelled', 'cancelled'), ('superseded', 'superseded')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='proposalversion',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('prepared', 'prepared'), ('sent', 'sent'), ('superseded', 'superseded'), ('withdrawn', 'withdrawn')], default='draft', max_length=10),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
