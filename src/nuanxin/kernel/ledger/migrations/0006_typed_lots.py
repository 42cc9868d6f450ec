"""Keep how many fields were typed with each act, append-only as the acts are."""

import django.db.models.deletion
from django.db import migrations, models

from nuanxin.kernel.ledger.triggers import guard


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_journal_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='TypedLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.IntegerField()),
                ('measure', models.IntegerField()),
                ('area', models.BigIntegerField()),
                ('month', models.IntegerField(help_text='yyyymm')),
                ('lines', models.IntegerField()),
                ('fields', models.IntegerField()),
                ('again', models.IntegerField()),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(models.F('measure'), models.F('month'), models.F('area'), name='typed_for')],
            },
        ),
        migrations.RunPython(guard("ledger_typedlot"), migrations.RunPython.noop),
    ]
