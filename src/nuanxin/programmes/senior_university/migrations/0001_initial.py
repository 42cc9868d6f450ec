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
            name='Course',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=80)),
                ('point', models.CharField(max_length=80)),
                ('term', models.CharField(max_length=20)),
                ('form', models.CharField(max_length=10)),
                ('started_on', models.DateField()),
                ('learners', models.PositiveIntegerField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('learners', 0), ('withdrawn', False)), fields=['area', 'started_on'], name='seniors_course_empty')],
            },
        ),
        migrations.CreateModel(
            name='TeachingPoint',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=80)),
                ('host', models.CharField(max_length=80)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__gte', models.F('opened_on'))), name='seniors_point_closes_after_opening')],
            },
        ),
    ]
