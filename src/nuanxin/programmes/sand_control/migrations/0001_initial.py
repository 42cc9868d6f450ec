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
            name='CampaignTask',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('sand', models.CharField(max_length=40)),
                ('area_centimu', models.BigIntegerField()),
                ('issued_on', models.DateField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('due_on', models.DateField()),
                ('power_kw', models.BigIntegerField()),
                ('land_centimu', models.BigIntegerField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='YearTask',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('year', models.PositiveSmallIntegerField()),
                ('way', models.CharField(max_length=10)),
                ('area_centimu', models.BigIntegerField()),
                ('issued_on', models.DateField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('project', models.CharField(max_length=120)),
                ('county', models.BigIntegerField()),
                ('month', models.CharField(max_length=12)),
                ('days', models.PositiveSmallIntegerField()),
                ('wage_fen', models.BigIntegerField()),
                ('paid_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('paid_on', None), ('withdrawn', False)), fields=['area'], name='sand_unpaid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gt', 0)), name='sand_payment_for_work'), models.CheckConstraint(condition=models.Q(('wage_fen__gt', 0)), name='sand_payment_positive')],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('year', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('relief', models.BooleanField()),
                ('started_on', models.DateField()),
                ('finished_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished_on', None), ('withdrawn', False)), fields=['area', 'started_on'], name='sand_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finished_on__gte', models.F('started_on'))), name='sand_project_finishes_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ScheduleLine',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=120)),
                ('fund', models.CharField(blank=True, max_length=60)),
                ('quota_fen', models.BigIntegerField(null=True)),
                ('invested_fen', models.BigIntegerField()),
                ('relief_fen', models.BigIntegerField(null=True)),
                ('integrated_fen', models.BigIntegerField(null=True)),
                ('prepared', models.BooleanField(null=True)),
                ('building', models.BooleanField(null=True)),
                ('built', models.BooleanField(null=True)),
                ('in_use', models.BooleanField(null=True)),
                ('paid_fen', models.BigIntegerField(null=True)),
                ('paid_province_fen', models.BigIntegerField(null=True)),
                ('wages_fen', models.BigIntegerField(null=True)),
                ('workers', models.IntegerField(null=True)),
                ('posts', models.IntegerField(null=True)),
                ('trained', models.IntegerField(null=True)),
                ('content', models.CharField(blank=True, max_length=500)),
                ('remarks', models.CharField(blank=True, max_length=300)),
                ('reported_on', models.DateField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('invested_fen__gte', 0)), name='sand_schedule_invests')],
            },
        ),
    ]
