"""Its tables are append-only from the start."""

import django.db.models.deletion
import nuanxin.kernel.ledger.columns
import nuanxin.kernel.privacy.fields
from django.db import migrations, models

from nuanxin.kernel.ledger.journal_triggers import guard_journal
from nuanxin.kernel.ledger.laying import FirstMigration
from nuanxin.kernel.ledger.triggers import guard, raise_guard


class Migration(FirstMigration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Head',
            fields=[
                ('number', models.IntegerField(primary_key=True, serialize=False)),
                ('segments', models.IntegerField()),
                ('entries', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('acts', models.BigIntegerField()),
                ('acts_hash', models.BinaryField(max_length=32)),
                ('segments_digest', models.BinaryField(max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('at', models.BigIntegerField()),
                ('signature_algorithm', models.CharField(max_length=12)),
                ('key', models.CharField(help_text="first 16 hex digits of the public key's SHA-256", max_length=16)),
                ('signature', models.BinaryField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('number', models.IntegerField(primary_key=True, serialize=False)),
                ('last', models.BigIntegerField(help_text='number of the last event it covers')),
                ('tail', models.BinaryField(help_text='hash of that event', max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('at', models.BigIntegerField()),
                ('signature_algorithm', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name='JournalPruning',
            fields=[
                ('number', models.IntegerField(primary_key=True, serialize=False)),
                ('head', models.IntegerField(help_text='number of the head that was signed over them')),
                ('last', models.BigIntegerField(help_text='number of the last event removed')),
                ('hash', models.BinaryField(help_text='hash of that event', max_length=32)),
                ('at', models.BigIntegerField()),
                ('signature_algorithm', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name='Ledger',
            fields=[
                ('identity', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('algorithm', models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('number', models.IntegerField(primary_key=True, serialize=False)),
                ('first_seq', models.BigIntegerField(unique=True)),
                ('last_seq', models.BigIntegerField(unique=True)),
                ('root', models.BinaryField(max_length=32)),
                ('rows_digest', models.BinaryField(max_length=32)),
                ('hashes_digest', models.BinaryField(max_length=32)),
                ('cube_digest', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='JournalEvent',
            fields=[
                ('number', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('at', models.BigIntegerField(help_text='microseconds since 1970, UTC')),
                ('actor', models.BigIntegerField(null=True)),
                ('verb', models.CharField(max_length=60)),
                ('object', models.CharField(blank=True, help_text='what it is about, as kind:id', max_length=120)),
                ('area', models.BigIntegerField(null=True)),
                ('outcome', models.CharField(max_length=10)),
                ('origin', models.CharField(blank=True, help_text='keyed hash of the network address', max_length=16)),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'indexes': [models.Index(models.F('actor'), models.F('number'), name='events_of_an_actor'), models.Index(models.F('object'), models.F('number'), name='events_about'), models.Index(models.F('at'), name='events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('digest', models.BinaryField(max_length=32)),
                ('name', models.CharField(max_length=255)),
                ('part', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('digest'), models.F('name'), models.F('part'), name='one_source_a_sheet')],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('number', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=60)),
                ('actor', models.BigIntegerField()),
                ('asked_by', models.BigIntegerField(null=True)),
                ('second', models.BigIntegerField(null=True)),
                ('at', models.BigIntegerField(help_text='microseconds since 1970, UTC')),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('note_hash', models.BinaryField(max_length=32, null=True)),
                ('object', models.CharField(blank=True, help_text='what the act is about, as kind:id', max_length=160)),
                ('first_seq', models.BigIntegerField(help_text='seq of its first entry, or of the next one if it has none')),
                ('entries', models.IntegerField()),
                ('digest', models.BinaryField(help_text='hash over the leaf hashes of its entries', max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('source', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='ledger.source')),
            ],
            options={
                'indexes': [models.Index(models.F('source'), condition=models.Q(('source__isnull', False)), name='acts_of_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='note', serialize=False, to='ledger.act')),
                ('salt', models.BinaryField(max_length=16)),
                ('sealed', nuanxin.kernel.privacy.fields.SealedField(null=True)),
            ],
        ),
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
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='ledger.act')),
                ('programme', models.IntegerField(help_text="the measures' hundred")),
                ('area', models.BigIntegerField()),
                ('last_area', models.BigIntegerField(help_text="last code of the area's subtree")),
                ('month', models.IntegerField(help_text='yyyymm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('programme'), models.F('area'), models.F('month'), name='closed_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('seq', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('kind', models.SmallIntegerField()),
                ('measure', models.IntegerField()),
                ('area', models.BigIntegerField()),
                ('occurred', models.IntegerField(help_text='yyyymmdd')),
                ('subject', models.BigIntegerField(null=True)),
                ('counterpart', models.BigIntegerField(null=True)),
                ('site', models.BigIntegerField(null=True)),
                ('quantity', models.BigIntegerField(help_text='base units of the measure')),
                ('reverses', models.BigIntegerField(null=True)),
                ('corrects', models.BigIntegerField(null=True)),
                ('record_kind', models.IntegerField()),
                ('record', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('hash', models.BinaryField(max_length=32)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(models.F('record_kind'), models.F('record'), name='entries_of_a_record')],
                'constraints': [models.UniqueConstraint(models.F('reverses'), condition=models.Q(('reverses__isnull', False)), name='reversed_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 1), ('reverses__isnull', False)), models.Q(models.Q(('kind', 1), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='only_a_reversal_reverses'), models.CheckConstraint(condition=models.Q(('kind__range', (0, 3))), name='known_kind')],
            },
        ),
        migrations.RunPython(raise_guard, migrations.RunPython.noop),
        migrations.RunPython(guard_journal, migrations.RunPython.noop),
        migrations.RunPython(guard('ledger_typedlot'), migrations.RunPython.noop),
    ]
