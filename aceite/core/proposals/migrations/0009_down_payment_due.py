from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('companies', '0005_sellers_see'), ('proposals', '0008_recurring')]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='down_payment_due',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'year', 'month', 'sequence'], name='sales_by_month'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(
                condition=models.Q(('down_payment_due__isnull', False)),
                fields=['company', '-year', '-sequence'],
                name='sales_awaiting_entry',
            ),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(
                condition=models.Q(('approved_at__isnull', False)),
                fields=['company', '-approved_at'],
                name='sales_by_approval',
            ),
        ),
    ]
