import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0002_device_hash'),
        ('customers', '0002_erased'),
        ('people', '0004_erased_members'),
        ('proposals', '0003_sections'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('seller_id', models.BigIntegerField()),
                ('month', models.PositiveIntegerField()),
                ('standing', models.CharField(max_length=10)),
                ('size', models.PositiveSmallIntegerField()),
                ('count', models.BigIntegerField()),
                ('cents', models.BigIntegerField()),
                ('seconds', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='TallyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('seller_id', models.BigIntegerField()),
                ('month', models.PositiveIntegerField()),
                ('standing', models.CharField(max_length=10)),
                ('size', models.PositiveSmallIntegerField()),
                ('count', models.BigIntegerField()),
                ('cents', models.BigIntegerField()),
                ('seconds', models.BigIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='proposal',
            name='sales_by_state',
        ),
        migrations.RemoveIndex(
            model_name='proposal',
            name='sales_by_deadline',
        ),
        migrations.AddField(
            model_name='proposal',
            name='cents',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(models.Func(django.db.models.expressions.CombinedExpression(models.F('total'), '*', models.Value(100)), function='ROUND'), models.BigIntegerField()), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='proposal',
            name='month',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='proposal',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='standing',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(expiry_recorded_at__isnull=False, state='sent', then=models.Value('expired')), default=models.F('state')), output_field=models.CharField(max_length=10)),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'standing', '-year', '-sequence'], name='sales_by_standing'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'seller', '-year', '-sequence'], name='sales_by_seller'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'seller', 'standing', '-year', '-sequence'], name='sales_by_seller_state'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'waiting_for', '-year', '-sequence'], name='sales_by_turn'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'waiting_since', 'id'], name='sales_by_wait'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'expires_at', 'id'], name='sales_by_end'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'cents', 'id'], name='sales_by_total'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'sent_at'], name='sales_by_sending'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'standing', 'expires_at'], name='sales_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['standing', 'expires_at'], name='sales_the_clock_tells_of'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('company_id', 'seller_id', 'month', 'standing', 'size'), name='one_tally_per_standing'),
        ),
        migrations.AddIndex(
            model_name='tallychange',
            index=models.Index(fields=['company_id'], name='changes_of_a_company'),
        ),
    ]
