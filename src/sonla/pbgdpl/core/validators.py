"""What a setting may contain: each check refuses with the value it does not accept."""

from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from urllib.parse import SplitResult
from urllib.parse import urlsplit

import re

TERM_CODE = re.compile(r"[A-Za-z0-9._-]+")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)+")
_BLANKS = re.compile(r"[\s\\\x00-\x1f\x7f]")
PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{4,28}[0-9]")


def host_names(hosts: list[str]) -> bool:
    """Accept host names alone; raise `InvalidInput` for one with a scheme, port or path."""
    return all(host_name(host) for host in hosts)


def host_name(host: str) -> bool:
    """Accept a host name; raise `InvalidInput` for one with a scheme, port or path."""
    if is_host_name(host):
        return True
    raise InvalidInput(
        _(
            "msg_not_a_host",
            default="“${value}” is not a host name. Write it without https:// and without a path, such as www.youtube.com.",
            mapping={"value": host},
        )
    )


def is_host_name(host: str) -> bool:
    """Return whether a host name could be known to others: no address, no `localhost`."""
    name = host.strip().lower()
    return HOST.fullmatch(name) is not None and not name[-1].isdigit()


def service_address(url: str) -> bool:
    """Accept the address of a service; raise `InvalidInput` for another.

    A user name or a password in it would be a secret in the registry, and a fragment
    never reaches the service.
    """
    parts = web_address(url)
    if parts is not None and not parts.fragment:
        return True
    raise InvalidInput(
        _(
            "msg_not_a_service",
            default="“${value}” is not the address of a service. Write it with https:// and without user name and password.",
            mapping={"value": without_user(url)},
        )
    )


def portal_address(url: str) -> bool:
    """Accept the address of a homepage; raise `InvalidInput` for another."""
    parts = web_address(url)
    alone = parts is not None and not parts.query and not parts.fragment
    if alone and not _BLANKS.search(url):
        return True
    raise InvalidInput(
        _(
            "msg_not_a_homepage",
            default="“${value}” is not the address of a homepage. Write it with https:// and nothing behind the path, such as https://example.gov.vn.",
            mapping={"value": without_user(url)},
        )
    )


def page_address(url: str) -> bool:
    """Accept the address of a page of the web; raise `InvalidInput` for another."""
    if web_address(url) is not None and not _BLANKS.search(url):
        return True
    raise InvalidInput(
        _(
            "msg_not_a_page",
            default="“${value}” is not the address of a page. Write it with https://, such as https://example.gov.vn/van-ban.",
            mapping={"value": without_user(url)},
        )
    )


def web_address(url: str) -> SplitResult | None:
    """Return the parts of an address of the web without a user; None for anything else."""
    try:
        parts = urlsplit(url.strip())
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        bare = parts.username is None and parts.password is None
        return parts if whole and bare and parts.port != 0 else None
    except ValueError:  # a port or a bracket that is none
        return None


def without_user(url: str) -> str:
    """Return an address without what stands before an @: it may be a password."""
    return url.rpartition("@")[2]


def term_code(code: str) -> bool:
    """Accept the code of a term; raise `InvalidInput` for another.

    Forms join the codes that were chosen by semicolons, so no code may hold one.
    """
    if TERM_CODE.fullmatch(code):
        return True
    raise InvalidInput(
        _(
            "msg_term_code_refused",
            default="“${value}” can't be a code. Write letters without accents, digits, point, hyphen and underscore; no blanks.",
            mapping={"value": code},
        )
    )


def content_paths(paths: list[str]) -> bool:
    """Accept paths at which content stands; raise `InvalidInput` for another."""
    return all(content_path(path) for path in paths)


def content_path(path: str) -> bool:
    """Accept a path at which content stands; raise `InvalidInput` for another."""
    if path.startswith("/") and is_content(path.strip().strip("/")):
        return True
    raise InvalidInput(
        _(
            "msg_path_not_found",
            default="There is no page at “${value}”. Write the path from the root of the portal, such as /gioi-thieu.",
            mapping={"value": path},
        )
    )


def is_content(path: str) -> bool:
    """Return whether a content item stands at a path below the portal."""
    if not path:
        return False
    try:
        found = api.portal.get().unrestrictedTraverse(path, None)
    except Exception:  # a view in the path may raise whatever it likes
        return False
    return IDexterityContent.providedBy(found)


def email_address(address: str) -> bool:
    """Accept one e-mail address; raise `InvalidInput` for anything else."""
    if EMAIL.fullmatch(address.strip()):
        return True
    raise InvalidInput(
        _(
            "msg_not_an_email",
            default="“${value}” is not an e-mail address.",
            mapping={"value": address},
        )
    )


def is_phone_number(number: str) -> bool:
    """Accept one telephone number; raise `InvalidInput` for anything else.

    Digits with blanks, dots, hyphens or brackets between them, a plus before.
    """
    if PHONE.fullmatch(number.strip()):
        return True
    raise InvalidInput(
        _(
            "msg_not_a_phone",
            default="“${value}” is not a telephone number.",
            mapping={"value": number},
        )
    )


_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_PHONE = re.compile(r"\+?[\d .()-]{6,30}")


def mail_address(value: str) -> bool:
    """Accept one e-mail address; raise `InvalidInput` for anything else."""
    if _MAIL.fullmatch(value):
        return True
    raise InvalidInput(
        _(
            "msg_mail_not_accepted",
            default="“${value}” is not an e-mail address.",
            mapping={"value": value},
        )
    )


def phone_number(value: str) -> bool:
    """Accept a telephone number as people write it; raise `InvalidInput` otherwise."""
    if _PHONE.fullmatch(value):
        return True
    raise InvalidInput(
        _(
            "msg_phone_not_accepted",
            default="“${value}” is not a telephone number.",
            mapping={"value": value},
        )
    )
