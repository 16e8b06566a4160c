"""Decide which hosts and addresses the exchange may connect to.

Three checks in this order: the form of the address, the exact allow-list of hosts, and,
when the connection is made, every address that the name resolved to. The last one is
what stops a name that resolves to something else a moment later. Nothing is looked up
here, so every case can be tested without a network.

Sources: OWASP Server-Side Request Forgery Prevention; IANA special-purpose registries.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv4Address
from ipaddress import IPv4Network
from ipaddress import IPv6Address
from ipaddress import IPv6Network
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.messages import ADDRESS
from sonla.pbgdpl.sync.messages import ALLOWED_ENTRY
from sonla.pbgdpl.sync.messages import NO_HOST
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

import re

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

DEFAULT_PORTS = {"https": 443, "http": 80}
_FORBIDDEN_IN_URL = re.compile(r"[\s\x00-\x20\x7f-\x9f\\]")
_NAME = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)"
    r"(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_DENIED = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback, and the old form with an IPv4 address inside
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a local kind
        "100::/64",
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_EMBEDDING = tuple(
    ip_network(text)
    for text in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
)
"""Forms whose last 32 bits are the IPv4 address that is reached in the end."""


@dataclass(frozen=True)
class Target:
    """Where an address leads: scheme, host in lower case, port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


class Guard:
    """Allow exactly the configured hosts, and addresses that are public or configured.

    `hosts` are `name` or `name:port`; without a port the default one of the scheme is
    meant. `networks` are the exceptions from the denied ranges, such as a state network
    or the loopback interface; only inside them may a connection be unencrypted.
    """

    def __init__(self, hosts: Iterable[str], networks: Iterable[Network] = ()) -> None:
        self.hosts = frozenset(allowed_host(host) for host in hosts)
        self.networks = tuple(networks)

    def target(self, url: str) -> Target:
        """Return where an address leads; raise `TargetRefused` if that is not allowed."""
        target = target_of(url)
        self.allow(target)
        return target

    def allow(self, target: Target) -> None:
        """Raise `TargetRefused` unless host and port are on the list."""
        exact = (target.host, target.port)
        default = (target.host, None)
        if exact in self.hosts:
            return
        if default in self.hosts and target.port == DEFAULT_PORTS[target.scheme]:
            return
        raise TargetRefused(
            _(
                "detail_host",
                default="${host} is not among the allowed hosts.",
                mapping={"host": str(target)},
            )
        )

    def checked(self, target: Target, addresses: Sequence[str]) -> list[str]:
        """Return the addresses to connect to; raise `TargetRefused` if any is forbidden.

        One forbidden address among good ones refuses all of them: somebody who mixes them
        waits for us to take the wrong one.
        """
        if not addresses:
            raise TargetRefused(NO_HOST)
        return [str(self._check(target, text)) for text in addresses]

    def _check(self, target: Target, text: str) -> Address:
        address = _address(target, text)
        configured = self._configured(address)
        inner = embedded(address)
        if inner is not None and not (self._configured(inner) or is_public(inner)):
            configured = False
        if not configured and not is_public(address):
            raise TargetRefused(
                _(
                    "detail_network",
                    default="${host} leads to the address ${address}.",
                    mapping={"host": str(target), "address": str(address)},
                )
            )
        if target.scheme != "https" and not configured:
            raise TargetRefused(
                _(
                    "detail_unencrypted",
                    default="${host} would be asked without encryption, which is allowed only inside the networks of the configuration.",
                    mapping={"host": str(target)},
                )
            )
        return address

    def _configured(self, address: Address) -> bool:
        return any(
            network.version == address.version and address in network
            for network in self.networks
        )


def target_of(url: str) -> Target:
    """Read an address strictly; raise `TargetRefused` for anything odd.

    Parsers disagree about white space, backslashes, user names and numbers as hosts,
    and a guard that reads an address otherwise than the client does is none.
    """
    if _FORBIDDEN_IN_URL.search(url) or not url.isascii():
        raise TargetRefused(ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise TargetRefused(ADDRESS) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise TargetRefused(ADDRESS)
    if "@" in parts.netloc:
        raise TargetRefused(ADDRESS)
    if port == 0 or parts.netloc.endswith(":"):
        raise TargetRefused(ADDRESS)
    check_host(host)
    return Target(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme])


def check_host(host: str) -> None:
    """Raise `TargetRefused` for a host that is no plain name and no plain address.

    A last label that is a number makes other programs read the host as an IPv4 address
    (`127.1`, `0x7f.1`, `2130706433`); only the usual four numbers pass.
    """
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            canonical = "%" not in host and str(ip_address(host)) == host
        except ValueError:
            canonical = False
        if not canonical:
            raise TargetRefused(ADDRESS)
    elif not _NAME.fullmatch(host):
        raise TargetRefused(ADDRESS)


def allowed_host(entry: str) -> tuple[str, int | None]:
    """Read an entry of the allow-list; raise `ConfigurationFailure` for one that is none."""
    try:
        parts = urlsplit(f"//{entry.strip().lower()}")
        host, port = parts.hostname or "", parts.port
        check_host(host)
        if parts.path or parts.query or parts.fragment or "@" in entry or port == 0:
            raise ValueError(entry)
    except (ValueError, TargetRefused):
        raise ConfigurationFailure(
            Message(ALLOWED_ENTRY, mapping={"entry": plain(entry, 60)})
        ) from None
    return host, port


def is_public(address: Address) -> bool:
    """Return whether an address is one of the open internet."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(
        network.version == address.version and address in network for network in _DENIED
    )


def embedded(address: Address) -> IPv4Address | None:
    """Return the IPv4 address that hides in an IPv6 address, if one does."""
    if address.is_loopback or address.is_unspecified:
        return None
    if address.version == 6 and any(address in network for network in _EMBEDDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _address(target: Target, text: str) -> Address:
    try:
        return ip_address(text)
    except ValueError:
        raise TargetRefused(NO_HOST) from None
