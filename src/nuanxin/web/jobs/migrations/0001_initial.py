import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=255)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('given', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('said', models.TextField(blank=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'indexes': [models.Index(models.F('owner'), models.F('kind'), name='jobs_of_somebody'), models.Index(models.F('state'), condition=models.Q(('state__in', ('waiting', 'running'))), name='jobs_by_state')],
            },
        ),
    ]
