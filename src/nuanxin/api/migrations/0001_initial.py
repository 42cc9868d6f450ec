import django.db.models.deletion
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=8, unique=True)),
                ('digest', models.BinaryField(max_length=32)),
                ('name', models.CharField(max_length=60)),
                ('scopes', models.CharField(help_text='blanks between', max_length=200)),
                ('made_on', models.DateField()),
                ('expires_on', models.DateField(null=True)),
                ('revoked_on', models.DateField(null=True)),
                ('used_on', models.DateField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes', ''), _negated=True), name='token_is_for_something')],
            },
        ),
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('made_on', models.DateField()),
                ('revoked_on', models.DateField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_addresses', to='parties.party')),
            ],
        ),
        migrations.CreateModel(
            name='Handing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('digest', models.BinaryField(help_text='SHA-256 of the file', max_length=32)),
                ('report', models.JSONField()),
                ('on', models.DateField()),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handings', to='api.apitoken')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('token'), models.F('key'), name='one_handing_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('url', models.CharField(max_length=400)),
                ('kinds', models.CharField(help_text='blanks between', max_length=200)),
                ('nonce', models.CharField(max_length=64)),
                ('made_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('acts_read', models.BigIntegerField()),
                ('heads_read', models.BigIntegerField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kinds', ''), _negated=True), name='told_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40)),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('resent_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('attempts', models.IntegerField(default=0)),
                ('status', models.IntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=60)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='api.subscription')),
            ],
            options={
                'indexes': [models.Index(models.F('due_at'), condition=models.Q(('state', 'waiting')), name='deliveries_due')],
                'constraints': [models.UniqueConstraint(models.F('subscription'), models.F('event'), name='told_once')],
            },
        ),
    ]
