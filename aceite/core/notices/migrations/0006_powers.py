from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0005_wrong_person'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('viewed', 'viewed'), ('question', 'question'), ('signed', 'signed'), ('to_check', 'to_check'), ('answered', 'answered'), ('rescinded', 'rescinded'), ('chosen', 'chosen'), ('expired', 'expired'), ('handed_over', 'handed_over'), ('clearance', 'clearance'), ('countersign', 'countersign'), ('mention', 'mention'), ('comment', 'comment'), ('ticket', 'ticket'), ('agreement', 'agreement'), ('wrong_person', 'wrong_person'), ('power', 'power'), ('mail_failed', 'mail_failed')], max_length=12),
        ),
        migrations.AlterField(
            model_name='noticechoice',
            name='kind',
            field=models.CharField(choices=[('viewed', 'viewed'), ('question', 'question'), ('signed', 'signed'), ('to_check', 'to_check'), ('answered', 'answered'), ('rescinded', 'rescinded'), ('chosen', 'chosen'), ('expired', 'expired'), ('handed_over', 'handed_over'), ('clearance', 'clearance'), ('countersign', 'countersign'), ('mention', 'mention'), ('comment', 'comment'), ('ticket', 'ticket'), ('agreement', 'agreement'), ('wrong_person', 'wrong_person'), ('power', 'power'), ('mail_failed', 'mail_failed')], max_length=12),
        ),
    ]
