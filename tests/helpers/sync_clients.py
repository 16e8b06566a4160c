"""Clients of the exchange for servers on the loopback interface."""

from datetime import datetime
from datetime import UTC
from ipaddress import ip_network
from loopback_http import Server
from sonla.pbgdpl.sync.http.client import OutboundClient
from typing import Any

LOOPBACK = ip_network("127.0.0.0/8")
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def client_of(server: Server, **options: Any) -> OutboundClient:
    """Make a client that may ask this server and no other."""
    options.setdefault("allowed_hosts", [server.host])
    options.setdefault("allowed_networks", [LOOPBACK])
    options.setdefault("deadline", 10.0)
    return OutboundClient(server.url, now=lambda: NOW, **options)
