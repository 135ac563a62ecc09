import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_initial'),
        ('documents', '0002_removed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Serving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.CharField(max_length=64)),
                ('file_sha256', models.CharField(max_length=64)),
                ('page', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('renderer', models.CharField(blank=True, max_length=120)),
                ('served_at', models.DateTimeField(db_index=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'file_sha256', 'reader', 'page', 'sha256'), name='one_note_per_serving')],
            },
        ),
    ]
