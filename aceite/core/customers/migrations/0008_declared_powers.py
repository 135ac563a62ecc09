import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0007_disowned"),
        ("people", "0006_devices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signingpower",
            name="panel_user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="signing_powers", to="customers.paneluser"),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="state",
            field=models.CharField(choices=[("declared", "declared"), ("confirmed", "confirmed"), ("refused", "refused")], default="confirmed", max_length=9),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="declared_by",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.paneluser"),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="declared_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="decided_by",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="reason",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="signingpower",
            name="told",
            field=models.CharField(blank=True, choices=[("", "Nothing"), ("ending", "Ending"), ("ended", "Ended")], default="", max_length=6),
        ),
        migrations.AddConstraint(
            model_name="signingpower",
            constraint=models.UniqueConstraint(fields=("panel_user", "state"), name="one_power_of_each_state"),
        ),
        migrations.AddIndex(
            model_name="signingpower",
            index=models.Index(fields=["ends_on"], name="powers_by_end"),
        ),
        # Ends of long ago are no news.
        migrations.RunSQL(
            "UPDATE customers_signingpower SET told = 'ended' WHERE ends_on < CURRENT_DATE", migrations.RunSQL.noop
        ),
    ]
