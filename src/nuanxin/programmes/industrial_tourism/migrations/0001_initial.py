import django.db.models.deletion
import nuanxin.kernel.ledger.columns
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attraction',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('site', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=80)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__gte', models.F('opened_on'))), name='tourism_attraction_closes_after_opening')],
            },
        ),
        migrations.CreateModel(
            name='VisitDay',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('site', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('opened', models.BooleanField()),
                ('visitors', models.PositiveIntegerField()),
                ('in_groups', models.PositiveIntegerField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('opened', True), ('visitors', 0), ('withdrawn', False)), fields=['area', 'day'], name='tourism_no_visitors')],
                'constraints': [models.CheckConstraint(condition=models.Q(('opened', True), ('visitors', 0), _connector='OR'), name='tourism_no_visitors_when_closed')],
            },
        ),
    ]
