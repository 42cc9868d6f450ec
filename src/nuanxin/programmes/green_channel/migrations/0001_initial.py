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
            name='Declaration',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('goods', models.CharField(max_length=40)),
                ('trucks', models.PositiveSmallIntegerField(null=True)),
                ('weight_g', models.BigIntegerField()),
                ('value_fen', models.BigIntegerField()),
                ('released_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('released_on', None), ('withdrawn', False)), fields=['area'], name='green_channel_unreleased')],
                'constraints': [models.CheckConstraint(condition=models.Q(('weight_g__gt', 0), ('value_fen__gt', 0)), name='green_channel_positive_amounts')],
            },
        ),
    ]
