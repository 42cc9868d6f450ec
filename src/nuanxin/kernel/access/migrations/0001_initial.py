import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignInTry',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('failures', models.IntegerField(default=0)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('locked_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('password_set_at', models.DateTimeField(null=True)),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('username', ''), _negated=True), name='account_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reader', 'reader'), ('clerk', 'clerk'), ('reviewer', 'reviewer'), ('publisher', 'publisher'), ('auditor', 'auditor'), ('keeper', 'keeper'), ('system', 'system'), ('security', 'security'), ('audit', 'audit')], max_length=14)),
                ('area', models.BigIntegerField()),
                ('record_kind', models.IntegerField(null=True)),
                ('record', models.BigIntegerField(null=True)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_by', models.BigIntegerField(null=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='parties.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('party'), models.F('role'), models.F('area'), condition=models.Q(('role', 'keeper'), _negated=True), name='granted_once'), models.UniqueConstraint(models.F('party'), models.F('area'), models.F('organisation'), condition=models.Q(('record', None), ('role', 'keeper')), name='keeps_once'), models.UniqueConstraint(models.F('party'), models.F('record_kind'), models.F('record'), condition=models.Q(('record', None), _negated=True), name='keeps_one_once'), models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('record__isnull', False), ('record_kind__isnull', False), ('role', 'keeper')), models.Q(('organisation__isnull', False), ('record', None), ('record_kind', None), ('role', 'keeper')), models.Q(models.Q(('role', 'keeper'), _negated=True), ('organisation', None), ('record', None), ('record_kind', None)), _connector='OR'), name='a_keeper_keeps_something'), models.CheckConstraint(condition=models.Q(('role__in', ('reader', 'clerk', 'reviewer', 'publisher', 'auditor', 'keeper', 'system', 'security', 'audit'))), name='known_role')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_by', models.BigIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PastPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('encoded', models.CharField(max_length=200)),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_passwords', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=500)),
                ('title', models.CharField(max_length=120)),
                ('area', models.BigIntegerField()),
                ('persons', models.IntegerField()),
                ('requester', models.BigIntegerField()),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('act', models.BigIntegerField()),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('requester')), _negated=True), _connector='OR'), name='released_by_another'), models.CheckConstraint(condition=models.Q(('taken_at', None), ('approved', True), _connector='OR'), name='taken_once_approved')],
            },
        ),
    ]
