from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0004_pix'),
        ('customers', '0003_signing_powers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['company', 'name', 'active'], name='customers_by_name'),
        ),
    ]
