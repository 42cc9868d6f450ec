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
            name='Hazard',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('kind', models.CharField(max_length=20)),
                ('place', models.CharField(max_length=120)),
                ('found_on', models.DateField()),
                ('handled_on', models.DateField(null=True)),
                ('verified_on', models.DateField(null=True)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('verifier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('handled_on', None), ('withdrawn', False)), fields=['area', 'found_on'], name='grid_unhandled'), models.Index(condition=models.Q(('handled_on__isnull', False), ('verified_on', None), ('withdrawn', False)), fields=['area', 'handled_on'], name='grid_unverified'), models.Index(condition=models.Q(('handler', models.F('verifier')), ('withdrawn', False)), fields=['area', 'found_on'], name='grid_self_verified')],
            },
        ),
    ]
