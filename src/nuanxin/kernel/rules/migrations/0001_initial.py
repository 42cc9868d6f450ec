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
            name='ReferenceValue',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('measure', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('quantity', models.BigIntegerField()),
                ('source', models.CharField(max_length=240)),
                ('verified', models.BooleanField(default=False)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='reference_value_has_a_source')],
            },
        ),
    ]
