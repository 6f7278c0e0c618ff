"""Counts that every process shares: added up by Redis where there is one, by the process alone where there is none."""

import pytest
from django.conf import settings

from core import counting
from core.identifiers import new_public_id


@pytest.fixture(params=["as installed", "without Redis"])
def what(request, monkeypatch):
    if request.param == "without Redis":
        monkeypatch.setattr(settings, "REDIS_URL", "")
        in_memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        monkeypatch.setattr(settings, "CACHES", in_memory)
    return f"calls|{new_public_id()}"


@pytest.mark.req("S2-94")
def test_numbers_add_up_by_what_is_counted(what):
    assert [counting.add(what, 1, 60), counting.add(what, 10, 60), counting.add(f"{what}!", 2, 60)] == [1, 11, 2]


@pytest.mark.skipif(not settings.REDIS_URL, reason="There is no Redis here.")
def test_a_count_is_forgotten_and_does_not_say_who_was_counted():
    who = f"calls|198.51.100.7|{new_public_id()}"
    counting.add(who, 1, 60)
    redis = counting._redis(settings.REDIS_URL)
    assert not list(redis.scan_iter("*198.51*"))
    (mine,) = [key for key in redis.scan_iter("count.*") if counting.key_of(who).encode() == key]
    assert 0 < redis.ttl(mine) <= 60
