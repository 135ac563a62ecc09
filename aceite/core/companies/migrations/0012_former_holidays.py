from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0011_own_holidays'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='former_holidays',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
