"""What a setting may contain: each check refuses with the value it does not accept."""

from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.refusals import Refused

import re

TERM_CODE = re.compile(r"[A-Za-z0-9._-]+")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(\.[^\s@<>,;\".]+)+")
PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{4,28}[0-9]")


def host_names(hosts: list[str]) -> bool:
    """Accept host names alone; raise `Refused` for one with a scheme, port or path."""
    for host in hosts:
        if not HOST.fullmatch(host.strip().lower()):
            raise Refused(
                _(
                    "msg_not_a_host",
                    default="“${value}” is not a host name. Write it without https:// and without a path, such as www.youtube.com.",
                    mapping={"value": host},
                )
            )
    return True


def term_code(code: str) -> bool:
    """Accept the code of a term; raise `Refused` for another.

    Forms join the codes that were chosen by semicolons, so no code may hold one.
    """
    if TERM_CODE.fullmatch(code):
        return True
    raise Refused(
        _(
            "msg_term_code_refused",
            default="“${value}” can't be a code. Write letters without accents, digits, point, hyphen and underscore; no blanks.",
            mapping={"value": code},
        )
    )


def content_paths(paths: list[str]) -> bool:
    """Accept paths at which content stands; raise `Refused` for another."""
    for path in paths:
        if not (path.startswith("/") and is_content(path.strip().strip("/"))):
            raise Refused(
                _(
                    "msg_path_not_found",
                    default="There is no page at “${value}”. Write the path from the root of the portal, such as /gioi-thieu.",
                    mapping={"value": path},
                )
            )
    return True


def is_content(path: str) -> bool:
    """Tell whether a content item stands at a path below the portal."""
    if not path:
        return False
    try:
        found = api.portal.get().unrestrictedTraverse(path, None)
    except Exception:  # a view in the path may raise whatever it likes
        return False
    return IDexterityContent.providedBy(found)


def email_address(address: str) -> bool:
    """Accept one e-mail address; raise `Refused` for anything else."""
    if EMAIL.fullmatch(address.strip()):
        return True
    raise Refused(
        _(
            "msg_not_an_email",
            default="“${value}” is not an e-mail address.",
            mapping={"value": address},
        )
    )


def phone_number(number: str) -> bool:
    """Accept one telephone number; raise `Refused` for anything else.

    Digits with blanks, dots, hyphens or brackets between them, a plus before.
    """
    if PHONE.fullmatch(number.strip()):
        return True
    raise Refused(
        _(
            "msg_not_a_phone",
            default="“${value}” is not a telephone number.",
            mapping={"value": number},
        )
    )
