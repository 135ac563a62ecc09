from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0010_domains'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='own_holidays',
            field=models.TextField(blank=True, max_length=5000, verbose_name='feriados próprios'),
        ),
    ]
