from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0008_changes_policy'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='link_shows',
            field=models.CharField(choices=[('summary', 'O título, a empresa e o prazo; nunca preços'), ('nothing', 'Nada: só a página de entrar')], default='summary', max_length=10, verbose_name='o que o link mostra sozinho'),
        ),
    ]
