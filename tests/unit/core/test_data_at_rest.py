"""What is stored cannot be read without the keys, nor moved, nor outlive its term."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import encryption, vault
from core.errors import AmparoError
from core.models import StoredFile


@given(st.text(min_size=1))
def test_encrypted_text_comes_back_the_same(text):
    assert encryption.decrypt_text(encryption.encrypt_text(text, "a.b"), "a.b") == text


def test_a_value_moved_to_another_column_does_not_open():
    stored = encryption.encrypt_text("12345678Z", "member.number")
    with pytest.raises(InvalidTag):
        encryption.decrypt_text(stored, "member.name")


def test_equal_values_look_different_at_rest_and_share_a_blind_index():
    assert encryption.encrypt_text("12345678Z", "a.b") != encryption.encrypt_text("12345678Z", "a.b")
    assert encryption.blind_index("dni", "12345678 z") == encryption.blind_index("dni", " 12345678Z")
    assert encryption.blind_index("email", "ana-b@example.org") != encryption.blind_index("email", "anab@example.org")
    assert encryption.blind_index("dni", "12345678Z") != encryption.blind_index("email", "12345678Z")


@pytest.mark.django_db
def test_a_stored_file_is_unreadable_on_disk_and_the_same_when_read():
    content = b"%PDF-1.7 somebody's decision"
    stored = vault.store(content, "application/pdf")
    on_disk = vault._path(stored).read_bytes()
    assert b"somebody" not in on_disk
    assert vault.read(stored) == content


@pytest.mark.django_db
def test_a_stored_file_with_one_byte_changed_is_not_handed_out():
    stored = vault.store(b"content", "text/plain")
    path = vault._path(stored)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(AmparoError, match=r"vault\.damaged"):
        vault.read(stored)


@pytest.mark.django_db
def test_a_file_is_gone_when_its_time_comes_and_its_row_says_when():
    stored = vault.store(b"selfie", "image/jpeg", purge_at=timezone.now() - timedelta(seconds=1))
    later = vault.store(b"card", "image/jpeg", purge_at=timezone.now() + timedelta(days=1))
    assert vault.purge_due() == 1
    stored.refresh_from_db()
    assert stored.purged_at is not None
    assert not vault._path(stored).exists()
    with pytest.raises(AmparoError, match=r"vault\.purged"):
        vault.read(stored)
    assert vault.read(later) == b"card"


def test_keys_are_readable_by_their_owner_only():
    encryption.blind_index("any", "value")
    for name in ("secret.key", "keyring.json"):
        assert (Path(settings.KEYS_DIR) / name).stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_an_unknown_file_row_is_reported_as_damaged_not_as_a_crash():
    with pytest.raises(AmparoError, match=r"vault\.damaged"):
        vault.read(StoredFile(sha256="0" * 64, size=1, media_type="text/plain", key_id="k1"))
