from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0009_told_zone")]

    operations = [
        migrations.AlterField(
            "onetimecode",
            "purpose",
            models.CharField(
                max_length=12,
                choices=[
                    ("sign_in", "entrar"),
                    ("invitation", "aceitar um convite"),
                    ("signature", "assinar"),
                    ("approval", "aprovar"),
                    ("hand_over", "passar a vez de assinar"),
                    ("decline", "recusar"),
                    ("rescission", "desistir da compra"),
                ],
            ),
        )
    ]
