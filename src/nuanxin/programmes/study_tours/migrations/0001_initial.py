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
            name='Pupil',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('tour', models.CharField(max_length=40)),
                ('school', models.CharField(max_length=80)),
                ('departed_on', models.DateField()),
                ('consented', models.BooleanField()),
                ('present', models.BooleanField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('consented', False), ('present', True), ('withdrawn', False)), fields=['area', 'departed_on'], name='study_tours_unconsented')],
            },
        ),
        migrations.CreateModel(
            name='Tour',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=80)),
                ('host', models.CharField(max_length=120)),
                ('destination', models.CharField(max_length=80)),
                ('departed_on', models.DateField()),
                ('returned_on', models.DateField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('returned_on__gte', models.F('departed_on'))), name='study_tours_return_after_departure')],
            },
        ),
    ]
