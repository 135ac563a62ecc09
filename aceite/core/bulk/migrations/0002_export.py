import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bulk', '0001_initial'),
        ('documents', '0003_servings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bulkact',
            name='kind',
            field=models.CharField(choices=[('remind', 'Lembrar os clientes'), ('extend', 'Prorrogar a validade'), ('reassign', 'Trocar o vendedor'), ('export', 'Baixar em planilha')], max_length=10),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='file_kind',
            field=models.CharField(blank=True, choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=4),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document'),
        ),
    ]
