"""Where a request comes from, and whether that lies within an office's networks.

The visitor's address is the connection's own, unless the site stands behind proxies of ours: then each of them adds the
address it was called from at the end of ``X-Forwarded-For``, and with N trusted proxies the visitor's is the N-th from
the end. What comes before it was written by the visitor and is never believed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from core.errors import AmparoError, register

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")

register(
    "network.wrong_range",
    what="«{text}» no es un rango de direcciones.",
    why="Un rango es una red: una dirección, una barra y cuántos bits son fijos.",
    next_step="Escríbelo así: 10.28.0.0/16, o 2001:db8:28::/48. Una sola máquina: 10.28.3.7/32.",
)


def client_address(request: HttpRequest) -> Address | None:
    """The address the visitor really calls from; None where it cannot be told (then it is in no network)."""
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return read_address(str(request.META.get("REMOTE_ADDR", "")))
    chain = [part for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    return read_address(chain[-proxies]) if len(chain) >= proxies else None


@lru_cache(maxsize=4096)
def read_address(text: str) -> Address | None:
    """An address as servers and proxies write it: with or without port, brackets or zone; IPv4 inside IPv6 is IPv4."""
    text = text.strip()
    with_port = re.fullmatch(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+", text)
    if with_port:
        text = with_port["six"] or with_port["four"]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


@lru_cache(maxsize=4096)
def subscriber(address: Address | None) -> str:
    """Who calls, for counting: the address, or the network of one of IPv6, of which one subscriber has a whole /64."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def read_range(text: str) -> Network:
    """A network as people write it; raises AmparoError ``network.wrong_range``. Bits beyond the mask are a mistake."""
    try:
        network = ipaddress.ip_network(text.strip())
    except ValueError:
        raise AmparoError("network.wrong_range", text=text.strip()[:60]) from None
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):
        inside = network.network_address.ipv4_mapped
        return ipaddress.ip_network(f"{inside}/{network.prefixlen - 96}")
    return network


def within(address: Address | None, ranges: Iterable[str]) -> bool:
    """Whether `address` lies in one of `ranges`. No ranges, no address, or a range nobody can read: it does not."""
    if address is None:
        return False
    for text in ranges:
        try:
            network = read_range(text)
        except AmparoError:
            continue
        if address.version == network.version and address in network:
            return True
    return False
