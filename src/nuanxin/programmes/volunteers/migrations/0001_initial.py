import django.db.models.deletion
import nuanxin.kernel.ledger.columns
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('theme', models.CharField(max_length=80)),
                ('held_on', models.DateField()),
                ('held', models.BooleanField()),
                ('volunteers', models.PositiveIntegerField()),
                ('people_served', models.PositiveIntegerField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('held', False), ('withdrawn', False)), fields=['area', 'held_on'], name='volunteers_unheld')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('trade', models.CharField(max_length=20)),
                ('joined_on', models.DateField()),
                ('left_on', models.DateField(null=True)),
                ('officer_from', models.DateField(null=True)),
                ('officer_until', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('left_on__gte', models.F('joined_on'))), name='volunteers_member_left_after_joined'), models.CheckConstraint(condition=models.Q(('officer_until__gte', models.F('officer_from'))), name='volunteers_officer_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('formed_on', models.DateField()),
                ('dissolved_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('dissolved_on__gte', models.F('formed_on'))), name='volunteers_team_dissolved_after_formed')],
            },
        ),
    ]
