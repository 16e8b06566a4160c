"""Which headers of a request an administrator may name, in options or in a mapping."""

import re

NAME = re.compile(r"[\w!#$%&'*+.^`|~-]{1,100}", re.ASCII)
CLIENT_HEADERS = frozenset(
    # How long a message is, and for how long the connection lives (RFC 9110, 7.6; RFC 9112, 6)
    "connection content-length expect http2-settings keep-alive proxy-authenticate"
    " proxy-authorization proxy-connection te trailer trailers transfer-encoding upgrade"
    # Where it goes, for whom, and as what
    " forwarded host max-forwards via x-forwarded-for x-forwarded-host x-forwarded-port"
    " x-forwarded-prefix x-forwarded-proto x-forwarded-scheme x-forwarded-server x-host"
    " x-http-method x-http-method-override x-method-override x-original-host x-original-url"
    " x-real-ip x-rewrite-url"
    # What its body is, and what may come back
    " accept accept-encoding content-encoding content-range content-type if-match"
    " if-none-match range user-agent".split()
)
"""Headers that the client writes by itself, or nobody: a wrong one makes another request of it."""


def may_be_named(name: str) -> bool:
    """Return whether a header may have this name, and is not the client's own."""
    return bool(NAME.fullmatch(name)) and name.lower() not in CLIENT_HEADERS
