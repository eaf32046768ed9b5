"""Which network addresses Kurator may call: the public ones, and those the administrator allows."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# `is_global` calls these public: an IPv4 address is hidden in them, or nobody's service is there.
_DECEPTIVE: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/3",
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped: unwrapped before it is looked at, refused otherwise
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of one network
        "2001::/23",  # Teredo, ORCHID and other special purposes
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list by commas; raises ValueError for what is none."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def unwrapped(address: Address) -> Address:
    """The IPv4 address behind ::ffff:a.b.c.d, which the kernel connects to."""
    inner = getattr(address, "ipv4_mapped", None)
    return inner if inner is not None else address


def parse_address(text: str) -> Address:
    return unwrapped(ip_address(text.partition("%")[0]))


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet and hides no other one."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not is_among(address, _DECEPTIVE)


def is_among(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == net.version and address in net for net in networks)


def may_be_called(address: Address, allowed: Sequence[Network]) -> bool:
    return is_public(address) or is_among(address, allowed)
