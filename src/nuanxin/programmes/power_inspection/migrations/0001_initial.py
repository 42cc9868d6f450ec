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
            name='CheckUp',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('room', models.CharField(max_length=80)),
                ('checked_on', models.DateField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Hazard',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('number', models.CharField(max_length=40)),
                ('room', models.CharField(max_length=80)),
                ('matter', models.CharField(max_length=120)),
                ('grade', models.CharField(max_length=10)),
                ('found_on', models.DateField()),
                ('fixed_on', models.DateField(null=True)),
                ('verified_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('fixed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('fixed_on', None), ('withdrawn', False)), fields=['area', 'found_on'], name='power_unfixed'), models.Index(condition=models.Q(('fixed_on__isnull', False), ('verified_on', None), ('withdrawn', False)), fields=['area', 'fixed_on'], name='power_unverified'), models.Index(condition=models.Q(('fixed_by', models.F('verified_by')), ('withdrawn', False)), fields=['area', 'found_on'], name='power_self_verified')],
                'constraints': [models.CheckConstraint(condition=models.Q(('fixed_on__gte', models.F('found_on'))), name='power_hazard_days_in_order'), models.CheckConstraint(condition=models.Q(('verified_on__gte', models.F('fixed_on'))), name='power_hazard_looked_at_after_fixing')],
            },
        ),
    ]
