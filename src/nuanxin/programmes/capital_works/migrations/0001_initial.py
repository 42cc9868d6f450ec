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
            name='Announcement',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('year', models.PositiveSmallIntegerField()),
                ('announced_on', models.DateField()),
                ('investment_fen', models.BigIntegerField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'abstract': False,
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
                ('category', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('listed_on', models.DateField()),
                ('investment_fen', models.BigIntegerField()),
                ('pipe_m', models.PositiveIntegerField(null=True)),
                ('households', models.PositiveIntegerField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('category', 'gas'), ('pipe_m', None), ('withdrawn', False)), fields=['area', 'listed_on'], name='works_unmeasured')],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ('heating', 'water', 'gas'))), name='works_category_known'), models.CheckConstraint(condition=models.Q(('investment_fen__gt', 0)), name='works_money_positive')],
            },
        ),
    ]
