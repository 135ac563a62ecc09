from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0004_recurring'),
        ('companies', '0006_copy_refusals'),
        ('customers', '0006_merges'),
        ('people', '0005_absences'),
        ('proposals', '0015_reasons_and_items'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='size',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(then=models.Value(3), total__gte=100000), models.When(then=models.Value(2), total__gte=20000), models.When(then=models.Value(1), total__gte=5000), default=models.Value(0)), output_field=models.PositiveSmallIntegerField()),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['item', 'version', 'choice'], name='lines_of_an_item'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'waiting_for', 'waiting_since', 'id'], name='sales_by_turn_and_wait'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['company', 'size', '-year', '-sequence'], name='sales_by_size'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['company', 'proposal'], name='questions_unanswered'),
        ),
    ]
