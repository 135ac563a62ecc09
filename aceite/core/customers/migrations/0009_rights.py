"""Rights told apart: whoever is there keeps all she had."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0008_declared_powers"),
    ]

    operations = [
        migrations.AddField(
            model_name="paneluser",
            name="can_comment",
            field=models.BooleanField(default=True, verbose_name="pergunta e faz contraproposta"),
        ),
        migrations.AddField(
            model_name="paneluser",
            name="can_see_invoices",
            field=models.BooleanField(default=True, verbose_name="vê parcelas, Pix, notas e boletos"),
        ),
        migrations.AddField(
            model_name="paneluser",
            name="can_see_prices",
            field=models.BooleanField(default=True, verbose_name="vê preços"),
        ),
        migrations.AddConstraint(
            model_name="paneluser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("can_see_prices", True),
                    models.Q(("can_approve", False), ("can_sign", False)),
                    _connector="OR",
                ),
                name="panel_user_binding_sees_prices",
            ),
        ),
        migrations.AddConstraint(
            model_name="paneluser",
            constraint=models.CheckConstraint(
                condition=models.Q(("can_see_prices", True), ("can_see_invoices", False), _connector="OR"),
                name="panel_user_invoices_are_prices",
            ),
        ),
    ]
