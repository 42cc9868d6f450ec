from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_class', models.CharField(max_length=80)),
                ('cipher', models.CharField(max_length=16)),
                ('master', models.CharField(help_text='name of the master key that wraps it', max_length=16)),
                ('wrapped', models.BinaryField(max_length=96)),
                ('made_at', models.BigIntegerField(help_text='microseconds since 1970, UTC')),
            ],
            options={
                'indexes': [models.Index(models.F('record_class'), name='data_keys_of_a_class')],
            },
        ),
    ]
