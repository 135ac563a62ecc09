from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0006_copy_refusals'),
        ('contracts', '0013_terms'),
        ('customers', '0006_merges'),
        ('documents', '0003_servings'),
        ('people', '0005_absences'),
        ('signatures', '0006_sealed_file_issuer'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='externalfile',
            index=models.Index(condition=models.Q(('state', 'manual')), fields=['company'], name='external_files_to_check'),
        ),
    ]
