from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0007_optional_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='recurring_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='line',
            name='recurs',
            field=models.CharField(blank=True, choices=[('', 'uma vez'), ('month', 'por mês'), ('quarter', 'por trimestre'), ('year', 'por ano')], max_length=7, verbose_name='pago'),
        ),
        migrations.AddField(
            model_name='line',
            name='periods',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='quantas vezes'),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='recurring',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='recurring_first_due',
            field=models.DateField(blank=True, null=True, verbose_name='primeiro vencimento do que é recorrente'),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='recurring_day',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='dia do vencimento'),
        ),
        migrations.AddField(
            model_name='proposalversion',
            name='recurring_method',
            field=models.CharField(choices=[('pix', 'Pix'), ('boleto', 'Boleto'), ('card', 'Cartão'), ('transfer', 'Transferência'), ('cash', 'Dinheiro'), ('other', 'A combinar')], default='boleto', max_length=10),
        ),
    ]
