
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('viewed', 'viewed'), ('question', 'question'), ('signed', 'signed'), ('to_check', 'to_check'), ('answered', 'answered'), ('expired', 'expired'), ('handed_over', 'handed_over'), ('clearance', 'clearance'), ('countersign', 'countersign'), ('mention', 'mention'), ('comment', 'comment'), ('ticket', 'ticket'), ('agreement', 'agreement'), ('mail_failed', 'mail_failed')], max_length=12),
        ),
        migrations.AlterField(
            model_name='noticechoice',
            name='kind',
            field=models.CharField(choices=[('viewed', 'viewed'), ('question', 'question'), ('signed', 'signed'), ('to_check', 'to_check'), ('answered', 'answered'), ('expired', 'expired'), ('handed_over', 'handed_over'), ('clearance', 'clearance'), ('countersign', 'countersign'), ('mention', 'mention'), ('comment', 'comment'), ('ticket', 'ticket'), ('agreement', 'agreement'), ('mail_failed', 'mail_failed')], max_length=12),
        ),
    ]
