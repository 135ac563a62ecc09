import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("session_key", models.CharField(blank=True, max_length=40)),
                ("user_agent", models.CharField(blank=True, max_length=400)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("first_at", models.DateTimeField()),
                ("used_at", models.DateTimeField()),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="devices", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["used_at"], name="devices_by_use")],
                "constraints": [models.UniqueConstraint(fields=("user", "sha256"), name="one_device_per_browser")],
            },
        ),
    ]
