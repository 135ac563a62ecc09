from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0012_asked'),
    ]

    operations = [
        migrations.AddField(model_name='contract', name='term', field=models.JSONField(blank=True, default=dict)),
        migrations.AddField(model_name='contracttemplate', name='term', field=models.JSONField(blank=True, default=dict)),
        migrations.AddField(model_name='templateversion', name='term', field=models.JSONField(blank=True, default=dict)),
    ]
