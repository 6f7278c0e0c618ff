"""Encrypted files and the counters of registry books."""

from typing import ClassVar

from django.db import models

from core.models.base import PublicModel


class StoredFile(PublicModel):
    """An encrypted file of the vault. `purge_at` is the moment its content must be gone; the row stays as proof."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    key_id = models.CharField(max_length=20)
    purge_at = models.DateTimeField(null=True, db_index=True)
    purged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.media_type} {self.size}"


class RegistryCounter(models.Model):
    """Last number given in a registry book in a year; locked while a number is taken, so none is skipped."""

    book = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "year"], name="registry_book_year")]

    def __str__(self) -> str:
        return f"{self.book} {self.year}: {self.last}"
