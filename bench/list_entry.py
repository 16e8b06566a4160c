"""A list of people that is confirmed on its page, in the publisher, while editors save."""

from base64 import b64encode
from bench.editors import PASSWORD
from bench.worker import environ_of
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

import csv
import io

KEEPER = "keeper"
SECTION = "/phap-luat"
PAGE = f"{SECTION}/@@register-import"
MOST_REQUESTS = 50
"""More than any list of this size takes; a page that goes on for ever fails then."""
HEADINGS = ("Họ và tên", "Ngày, tháng, năm sinh", "Địa bàn", "Ngày quyết định")
FAMILY = ("Lò", "Cà", "Quàng", "Tòng", "Hà", "Sồng", "Nguyễn", "Trần")
GIVEN = ("An", "Bình", "Chung", "Dũng", "Đạt", "Giang", "Hòa", "Inh", "Khánh")


def people(number: int) -> bytes:
    """Make a list of so many people."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for at in range(number):
        name = f"{FAMILY[at % 8]} Văn Mẫu {GIVEN[at % 9]}"
        born = date(1960, 1, 1) + timedelta(days=at)
        writer.writerow((name, f"{born:%d/%m/%Y}", "Tỉnh Sơn La", "10/01/2024"))
    return stream.getvalue().encode()


def uploaded(site: Any, number: int) -> tuple[str, str]:
    """Keep a list as its upload does; give its token and that of the forms. Commits."""
    from plone import api
    from plone.protect.authenticator import createToken
    from sonla.pbgdpl.people.importing import pending_lists
    from sonla.pbgdpl.people.importing.plan import ImportOptions

    import transaction

    with api.env.adopt_roles(["Manager"]):
        api.user.create(email="b@example.vn", username=KEEPER, password=PASSWORD)
        api.user.grant_roles(username=KEEPER, roles=["Manager"])
    with api.env.adopt_user(username=KEEPER):
        choices = ImportOptions("LegalReporter", defaults={"level": "tinh"})
        section = site[SECTION.strip("/")]
        token = pending_lists.keep(section, "ds.csv", people(number), choices)
        authenticator = createToken()
    transaction.commit()
    return token, authenticator


def confirm(application: Any, token: str, authenticator: str) -> int:
    """Confirm a list and let its page go on to the end; give the number of requests."""
    fields = {"token": token, "apply": "1", "_authenticator": authenticator}
    body = urlencode(fields).encode()
    environ = environ_of(PAGE) | {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    for number in range(1, MOST_REQUESTS):
        status, headers = answered(application, environ)
        if not status.startswith(("200", "302")):
            raise RuntimeError(f"request {number} of the list answered {status}")
        refresh = headers.get("refresh")
        if refresh is None:
            return number
        address = urlsplit(refresh.partition("url=")[2])
        environ = environ_of(f"{PAGE}?{address.query}")
    raise RuntimeError("the page of the list goes on for ever")


def answered(application: Any, environ: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Send one request as the keeper of the register; give status and headers."""
    login = b64encode(f"{KEEPER}:{PASSWORD}".encode()).decode()
    found: list[tuple[str, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], _exc: Any = None) -> None:
        found.append((status, {name.lower(): value for name, value in headers}))

    own = {"HTTP_AUTHORIZATION": f"Basic {login}", "wsgi.multithread": True}
    b"".join(application(environ | own, start))
    return found[-1]


def entered(site: Any) -> Iterator[str]:
    """Yield the ids of who is in the register now."""
    section = site[SECTION.strip("/")]
    people = section.objectValues()
    return (one.getId() for one in people if one.portal_type == "LegalReporter")
