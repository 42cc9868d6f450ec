"""Data keys as they are kept: wrapped, so that a copy of the database opens nothing."""

from typing import ClassVar

from django.db import models


class DataKey(models.Model):
    """A data key 数据密钥: seals the values of one class of records, itself wrapped by a master key.

    The newest of a class seals; older ones only read, until nothing needs them. Destroying the keys of
    a class destroys all it sealed (crypto-shredding).
    """

    record_class = models.CharField(max_length=80)
    cipher = models.CharField(max_length=16)
    master = models.CharField(max_length=16, help_text="name of the master key that wraps it")
    wrapped = models.BinaryField(max_length=96)
    made_at = models.BigIntegerField(help_text="microseconds since 1970, UTC")

    class Meta:
        indexes: ClassVar = [models.Index("record_class", name="data_keys_of_a_class")]
