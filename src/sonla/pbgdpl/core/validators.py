"""What a setting may contain: each check refuses with the value it does not accept."""

from collections.abc import Callable
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from urllib.parse import SplitResult
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

import re

TERM_CODE = re.compile(r"[A-Za-z0-9._-]+")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)+")
_BLANKS = re.compile(r"[\s\\\x00-\x1f\x7f]")
PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{4,28}[0-9]")
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_PHONE = re.compile(r"\+?[\d .()-]{6,30}")


def accepting(
    is_good: Callable[[str], object],
    refusal: Message,
    shown: Callable[[str], str] = str,
) -> Callable[[str], bool]:
    """Return a constraint that accepts what is good, and raises `InvalidInput` for the rest.

    The refusal names the value, as `shown` writes it.
    """

    def accept(value: str) -> bool:
        """Accept a good value; raise `InvalidInput` for another."""
        if is_good(value):
            return True
        raise InvalidInput(Message(refusal, mapping={"value": shown(value)}))

    return accept


def is_host_name(host: str) -> bool:
    """Return whether a host name could be known to others: no address, no `localhost`."""
    name = host.strip().lower()
    return HOST.fullmatch(name) is not None and not name[-1].isdigit()


host_name = accepting(
    is_host_name,
    _(
        "msg_not_a_host",
        default="“${value}” is not a host name. Write it without https:// and without a path, such as www.youtube.com.",
    ),
)


def host_names(hosts: list[str]) -> bool:
    """Accept host names alone; raise `InvalidInput` for one with a scheme, port or path."""
    return all(map(host_name, hosts))


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


def is_service_address(url: str) -> bool:
    """Return whether an address may be that of a service.

    A user name or a password in it would be a secret in the registry, and a fragment
    never reaches the service.
    """
    parts = web_address(url)
    return parts is not None and not parts.fragment


def is_page_address(url: str) -> bool:
    """Return whether an address may be that of a page of the web."""
    return web_address(url) is not None and not _BLANKS.search(url)


def is_portal_address(url: str) -> bool:
    """Return whether an address may be that of a homepage."""
    parts = web_address(url) if is_page_address(url) else None
    return parts is not None and not parts.query and not parts.fragment


service_address = accepting(
    is_service_address,
    _(
        "msg_not_a_service",
        default="“${value}” is not the address of a service. Write it with https:// and without user name and password.",
    ),
    shown=without_user,
)
portal_address = accepting(
    is_portal_address,
    _(
        "msg_not_a_homepage",
        default="“${value}” is not the address of a homepage. Write it with https:// and nothing behind the path, such as https://example.gov.vn.",
    ),
    shown=without_user,
)
page_address = accepting(
    is_page_address,
    _(
        "msg_not_a_page",
        default="“${value}” is not the address of a page. Write it with https://, such as https://example.gov.vn/van-ban.",
    ),
    shown=without_user,
)
# Forms join the codes that were chosen by semicolons, so no code may hold one.
term_code = accepting(
    TERM_CODE.fullmatch,
    _(
        "msg_term_code_refused",
        default="“${value}” can't be a code. Write letters without accents, digits, point, hyphen and underscore; no blanks.",
    ),
)


def is_content_path(path: str) -> bool:
    """Return whether a content item stands at a path from the root of the portal."""
    place = path.strip().strip("/")
    if not path.startswith("/") or not place:
        return False
    try:
        found = api.portal.get().unrestrictedTraverse(place, None)
    except Exception:  # a view in the path may raise whatever it likes
        return False
    return IDexterityContent.providedBy(found)


content_path = accepting(
    is_content_path,
    _(
        "msg_path_not_found",
        default="There is no page at “${value}”. Write the path from the root of the portal, such as /gioi-thieu.",
    ),
)


def content_paths(paths: list[str]) -> bool:
    """Accept paths at which content stands; raise `InvalidInput` for another."""
    return all(map(content_path, paths))


email_address = accepting(
    lambda address: EMAIL.fullmatch(address.strip()),
    _("msg_not_an_email", default="“${value}” is not an e-mail address."),
)
# Digits with blanks, dots, hyphens or brackets between them, a plus before.
is_phone_number = accepting(
    lambda number: PHONE.fullmatch(number.strip()),
    _("msg_not_a_phone", default="“${value}” is not a telephone number."),
)
mail_address = accepting(
    _MAIL.fullmatch,
    _("msg_mail_not_accepted", default="“${value}” is not an e-mail address."),
)
phone_number = accepting(
    _PHONE.fullmatch,
    _("msg_phone_not_accepted", default="“${value}” is not a telephone number."),
)
