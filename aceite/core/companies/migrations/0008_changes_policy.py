from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0007_own_terms'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='changes_policy',
            field=models.CharField(choices=[('signed', 'Quando uma versão anterior já tinha sido assinada ou aprovada'), ('always', 'Sempre que ela viu uma versão anterior'), ('never', 'Nunca: as mudanças são mostradas, e ler é livre')], default='signed', max_length=10, verbose_name='mudanças entre versões'),
        ),
    ]
