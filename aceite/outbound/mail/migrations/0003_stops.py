import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("companies", "0005_sellers_see"),
        ("customers", "0007_disowned"),
        ("mail", "0002_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(choices=[("reminders", "Lembretes automáticos"), ("answers", "Respostas da empresa"), ("colleagues", "Assinaturas dos colegas"), ("payments", "Pagamentos e cobranças")], max_length=10)),
                ("stopped_at", models.DateTimeField()),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="companies.company")),
                ("panel_user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mail_stops", to="customers.paneluser")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "panel_user", "topic"), name="one_stop_per_topic")],
            },
        ),
    ]
