from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trail', '0002_anchors'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['company_id', 'at', 'id'], name='events_by_time'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['company_id', 'kind', 'at', 'id'], name='events_by_kind'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['company_id', 'actor_kind', 'actor_id', 'at', 'id'], name='events_by_actor'),
        ),
    ]
