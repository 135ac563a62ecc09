from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('key_id', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['company_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=['company_id', 'seq'], name='one_anchor_per_place')],
            },
        ),
        migrations.CreateModel(
            name='AnchoredHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('chain', models.CharField(max_length=40)),
                ('anchor_seq', models.PositiveIntegerField()),
                ('seq', models.PositiveIntegerField()),
                ('head', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=['company_id', 'chain', 'anchor_seq'], name='one_head_per_anchor')],
            },
        ),
        migrations.CreateModel(
            name='AnchorStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_id', models.BigIntegerField()),
                ('anchor_seq', models.PositiveIntegerField()),
                ('token', models.BinaryField()),
                ('time', models.DateTimeField()),
                ('authority', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=['company_id', 'anchor_seq'], name='one_stamp_per_anchor')],
            },
        ),
    ]
