from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0006_whole_tallies'),
    ]

    operations = [
        migrations.AddField(
            model_name='line',
            name='choice',
            field=models.CharField(blank=True, choices=[('', 'faz parte da proposta'), ('in', 'opcional, no total'), ('out', 'opcional, fora do total')], max_length=3, verbose_name='na proposta'),
        ),
    ]
