from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('companies', '0004_pix')]

    operations = [
        migrations.AddField(
            model_name='company',
            name='sellers_see_all',
            field=models.BooleanField(default=True, verbose_name='vendedores veem as vendas de todos'),
        ),
    ]
