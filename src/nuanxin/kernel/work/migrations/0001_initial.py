import django.db.models.deletion
import nuanxin.kernel.ledger.columns
import nuanxin.kernel.parties.models
import nuanxin.kernel.privacy.fields
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
            name='WorkOrder',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('kind', models.CharField(max_length=40)),
                ('matter', models.CharField(max_length=40)),
                ('grade', models.CharField(blank=True, max_length=20)),
                ('about_kind', models.IntegerField(null=True)),
                ('about', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('opened_on', models.DateField()),
                ('due_at', models.BigIntegerField(null=True)),
                ('stopped_at', models.BigIntegerField(null=True)),
                ('due_certain', models.BooleanField(default=True)),
                ('ended_on', models.DateField(null=True)),
                ('reached_on', models.CharField(blank=True, max_length=400)),
                ('said_by', models.PositiveIntegerField(default=1)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('given_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(models.F('about_kind'), models.F('about'), name='work_about'), models.Index(models.F('kind'), models.F('area'), models.F('due_at'), condition=models.Q(('ended_on', None), ('withdrawn', False)), name='work_open'), models.Index(models.F('given_to'), condition=models.Q(('ended_on', None)), name='work_given_to')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('move', models.CharField(max_length=20)),
                ('state', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('proof', models.CharField(blank=True, help_text='SHA-256 of a file handed in with it', max_length=64)),
                ('token', models.CharField(max_length=64, null=True, unique=True)),
                ('act', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('given_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='work.workorder')),
            ],
            options={
                'ordering': ['order', 'number'],
                'constraints': [models.UniqueConstraint(models.F('order'), models.F('number'), name='one_step_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigIntegerField(default=nuanxin.kernel.parties.models.fresh_id, primary_key=True, serialize=False)),
                ('media', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField(help_text='bytes, as it is kept')),
                ('sealed', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_proof', to='work.step')),
            ],
        ),
    ]
