from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0002_adjustments'),
    ]

    operations = [
        migrations.AddField(
            model_name='line',
            name='key',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='line',
            name='section',
            field=models.CharField(blank=True, max_length=120, verbose_name='seção'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('company', 'version', 'key'), name='one_line_per_key'),
        ),
    ]
