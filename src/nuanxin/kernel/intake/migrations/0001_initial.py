import django.db.models.deletion
import django.utils.timezone
import nuanxin.kernel.intake.models
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
            name='Question',
            fields=[
                ('id', models.BigIntegerField(default=nuanxin.kernel.intake.models.fresh_id, primary_key=True, serialize=False)),
                ('office', models.CharField(max_length=24)),
                ('area', models.BigIntegerField()),
                ('sheet', models.CharField(max_length=60)),
                ('field', models.CharField(blank=True, max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('sealed_text', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('text_index', models.BinaryField(max_length=16, null=True)),
                ('sealed_told', nuanxin.kernel.privacy.fields.SealedField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('sheet'), models.F('field'), models.F('kind'), models.F('text_index'), name='asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Taking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=24)),
                ('area', models.BigIntegerField()),
                ('sheet', models.CharField(max_length=60)),
                ('digest', models.BinaryField(max_length=32)),
                ('name', models.CharField(max_length=255)),
                ('part', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('record_kind', models.IntegerField(null=True)),
                ('spoken', models.BinaryField(default=bytes)),
                ('before', models.BinaryField(default=bytes)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('restores', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='restored', to='intake.taking')),
                ('settles', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='settled', to='intake.taking')),
                ('undone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'indexes': [models.Index(models.F('office'), models.F('sheet'), name='takings_of_an_office')],
            },
        ),
        migrations.CreateModel(
            name='WaitingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.IntegerField()),
                ('area', models.BigIntegerField()),
                ('record', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('posted', 'posted'), ('dropped', 'dropped'), ('refused', 'refused'), ('superseded', 'superseded'), ('undone', 'undone'), ('kept', 'kept'), ('withdrawn', 'withdrawn'), ('returned', 'returned'), ('part', 'part')], default='waiting', max_length=12)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('told', models.JSONField(blank=True, default=dict)),
                ('ended_at', models.DateTimeField(null=True)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ended', to='intake.taking')),
                ('questions', models.ManyToManyField(related_name='rows', to='intake.question')),
                ('taking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.taking')),
            ],
            options={
                'indexes': [models.Index(models.F('area'), condition=models.Q(('state', 'waiting')), name='rows_waiting'), models.Index(models.F('record'), condition=models.Q(('record__isnull', False)), name='rows_gone')],
            },
        ),
        migrations.CreateModel(
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=24)),
                ('area', models.BigIntegerField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('sheet', models.CharField(max_length=60)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('first_row', models.PositiveIntegerField()),
                ('depth', models.PositiveSmallIntegerField()),
                ('columns', models.JSONField()),
                ('headed', models.JSONField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('retired', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('fingerprint'), models.F('version'), name='layout_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('option', models.CharField(max_length=80)),
                ('alike', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('ended', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='intake.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('question'), models.F('alike'), condition=models.Q(('ended', None)), name='one_answer_stands')],
            },
        ),
    ]
