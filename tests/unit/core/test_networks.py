"""Where a visitor calls from, behind no proxy and behind ours; and whether it lies in an office's networks."""

import pytest
from django.test import RequestFactory

from core.errors import AmparoError
from core.networks import client_address, read_address, read_range, within

pytestmark = pytest.mark.req("S2-65", "S2-94")


def seen(settings, proxies, remote, forwarded=None):
    settings.TRUSTED_PROXIES = proxies
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    found = client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra))
    return str(found) if found else None


def test_without_a_proxy_only_the_connection_counts(settings):
    assert seen(settings, 0, "203.0.113.9") == "203.0.113.9"
    assert seen(settings, 0, "203.0.113.9", "10.28.0.4") == "203.0.113.9"  # anybody can write that header
    assert seen(settings, 0, "") is None  # a socket of the machine has no address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "10.28.0.4", "10.28.0.4"),
        (1, "10.28.0.4, 203.0.113.9", "203.0.113.9"),  # the visitor wrote the first: it is not believed
        (2, "10.28.0.4, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", None),  # came round one of the proxies
        (1, "", None),
        (1, None, None),
        (1, "unknown", None),
        (1, "10.28.0.4, _hidden", None),
    ],
)
def test_behind_proxies_each_adds_one_at_the_end(settings, proxies, forwarded, expected):
    assert seen(settings, proxies, "192.0.2.250", forwarded) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.28.0.4", "10.28.0.4"),
        (" 10.28.0.4:5123 ", "10.28.0.4"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.28.0.4", "10.28.0.4"),
        ("10.28.0", None),
        ("010.28.0.4", None),
        ("", None),
    ],
)
def test_addresses_as_servers_and_proxies_write_them(text, expected):
    found = read_address(text)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("address", "ranges", "inside"),
    [
        ("10.28.3.4", ["10.28.0.0/16"], True),
        ("10.29.3.4", ["10.28.0.0/16"], False),
        ("10.29.3.4", ["10.28.0.0/16", "10.29.3.4/32"], True),
        ("2001:db8:28::1", ["2001:db8:28::/48"], True),
        ("2001:db8:29::1", ["2001:db8:28::/48"], False),
        ("::ffff:10.28.3.4", ["10.28.0.0/16"], True),
        ("10.28.3.4", ["::ffff:10.28.0.0/112"], True),
        ("10.28.3.4", ["::/0"], False),  # all of IPv6 is nothing of IPv4
        ("2001:db8::1", ["0.0.0.0/0"], False),
        ("10.28.3.4", [], False),
        ("10.28.3.4", ["not a range", "10.28.0.0/16"], True),
        ("10.28.3.4", ["not a range"], False),
    ],
)
def test_within(address, ranges, inside):
    assert within(read_address(address), ranges) is inside


def test_no_address_is_in_no_network():
    assert not within(None, ["0.0.0.0/0", "::/0"])


@pytest.mark.parametrize("text", ["10.28.0.1/16", "10.28.0.0/33", "la oficina", ""])
def test_a_range_that_is_none_says_how_to_write_it(text):
    with pytest.raises(AmparoError) as told:
        read_range(text)
    assert told.value.code == "network.wrong_range"
    assert "10.28.0.0/16" in told.value.next_step
