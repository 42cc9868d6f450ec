"""Looks and erasures are append-only from the start."""

import django.db.models.deletion
import nuanxin.kernel.parties.models
import nuanxin.kernel.privacy.fields
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration
from nuanxin.kernel.ledger.triggers import guard


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='ledger.act')),
                ('field', models.CharField(max_length=40)),
                ('count', models.IntegerField()),
                ('before', models.IntegerField(help_text='yyyymmdd: what was due before this day; 0 where it was asked for')),
                ('salt', models.BinaryField(max_length=16)),
                ('digest', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.BigIntegerField(db_index=True, help_text='surrogate id; stays when the party is erased')),
                ('field', models.CharField(max_length=40)),
                ('salt', models.BinaryField(max_length=16)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigIntegerField(default=nuanxin.kernel.parties.models.fresh_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('organisation', 'organisation'), ('person', 'person'), ('team', 'team'), ('household', 'household')], max_length=12)),
                ('public_name', models.CharField(blank=True, max_length=120)),
                ('sealed_name', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('name_index', models.BinaryField(max_length=16, null=True)),
                ('area', models.BigIntegerField(null=True)),
                ('demonstration', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('public_name'), models.F('area'), condition=models.Q(('public_name', ''), _negated=True), name='one_party_of_a_name'), models.UniqueConstraint(models.F('kind'), models.F('public_name'), condition=models.Q(('area', None), models.Q(('public_name', ''), _negated=True)), name='one_party_without_area'), models.UniqueConstraint(models.F('kind'), models.F('name_index'), models.F('area'), name='one_person_of_a_name'), models.UniqueConstraint(models.F('kind'), models.F('name_index'), condition=models.Q(('area', None)), name='one_person_without_area'), models.CheckConstraint(condition=models.Q(('kind__in', ('organisation', 'person', 'team', 'household'))), name='known_kind_of_party'), models.CheckConstraint(condition=models.Q(('id__gt', 0)), name='party_id_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('person', 'household')), ('public_name', '')), models.Q(models.Q(('kind__in', ('person', 'household')), _negated=True), ('name_index', None), ('sealed_name', None)), _connector='OR'), name='names_of_persons_are_sealed')],
            },
        ),
        migrations.CreateModel(
            name='Particular',
            fields=[
                ('id', models.BigIntegerField(default=nuanxin.kernel.parties.models.fresh_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('phone', 'phone'), ('id_number', 'id_number'), ('address', 'address'), ('health', 'health')], max_length=12)),
                ('value', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('value_index', models.BinaryField(max_length=16, null=True)),
                ('act', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='particulars', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(models.F('kind'), models.F('value_index'), name='particulars_by_value')],
                'constraints': [models.UniqueConstraint(models.F('party'), models.F('kind'), name='one_particular_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['phone', 'id_number', 'address', 'health'])), name='known_kind_of_particular')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('same', models.BooleanField()),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='judged_pair_in_order'), models.UniqueConstraint(models.F('one'), models.F('other'), models.F('act'), name='one_judgement_an_act')],
            },
        ),
        migrations.RunPython(guard('parties_look', 'parties_erasure'), migrations.RunPython.noop),
    ]
