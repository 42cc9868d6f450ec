import django.db.models.deletion
import nuanxin.kernel.privacy.fields
import nuanxin.kernel.suggestions.models
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigIntegerField(default=nuanxin.kernel.suggestions.models.fresh_id, primary_key=True, serialize=False)),
                ('receipt', models.CharField(max_length=64, unique=True)),
                ('area', models.BigIntegerField()),
                ('programme', models.CharField(blank=True, max_length=40)),
                ('page', models.CharField(blank=True, help_text='the page it is about, without a query', max_length=200)),
                ('sealed_words', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('sealed_contact', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('received_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('answered_by', models.CharField(blank=True, max_length=80)),
                ('answered_at', models.DateTimeField(null=True)),
                ('question', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'ordering': ['due_on', 'received_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='published_with_an_answer')],
            },
        ),
    ]
