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
            name='Plan',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('kind', models.CharField(max_length=40)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('asked_text', models.TextField()),
                ('inputs', models.CharField(max_length=64)),
                ('seed', models.BigIntegerField()),
                ('status', models.CharField(choices=[('optimal', 'optimal'), ('feasible', 'feasible'), ('infeasible', 'infeasible')], max_length=10)),
                ('proof', models.CharField(blank=True, max_length=11)),
                ('reason', models.CharField(blank=True, max_length=240)),
                ('value', models.BigIntegerField()),
                ('bound', models.BigIntegerField()),
                ('before', models.BigIntegerField()),
                ('promised', models.BigIntegerField()),
                ('took_ms', models.PositiveIntegerField()),
                ('made_on', models.DateField()),
                ('taken_on', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(models.F('kind'), models.F('area'), models.F('taken_on'), name='plans_taken')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('optimal', 'feasible', 'infeasible'))), name='plan_of_known_status'), models.CheckConstraint(condition=models.Q(models.Q(('taken_by', None), ('taken_on', None)), models.Q(('taken_by__isnull', False), ('taken_on__isnull', False)), _connector='OR'), name='plan_taken_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Papers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inputs', models.BinaryField()),
                ('certificate', models.BinaryField()),
                ('answer', models.JSONField()),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='plans.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('kind', models.CharField(max_length=40)),
                ('part', models.CharField(blank=True, max_length=60)),
                ('on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('amounts_said', models.TextField(blank=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(models.F('kind'), models.F('area'), models.F('until'), name='plans_tallies')],
            },
        ),
    ]
