"""A list of people that is imported through its page, in a process of its own.

`python -m bench.list_import FOLDER`: the page is asked as a browser does, from the upload to
the last of the pages that go on by themselves, in a thread of the process that also serves
those who save meanwhile.
"""

from bench.child import answer_orders
from bench.child import Child
from bench.datasets import copied
from bench.datasets import SITE
from bench.editors import Editors
from bench.editors import PASSWORD
from bench.own_time import OwnTime
from bench.people import FAMILY
from bench.people import GIVEN
from bench.people import MIDDLE
from bench.worker import environ_of
from bench.zope_process import load_zope
from collections.abc import Callable
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import nullcontext
from datetime import date
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import re
import sys

KEEPER = "keeper"
PAGE = "/phap-luat/@@register-import"
HEADINGS = (
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị công tác",
    "Địa bàn",
    "Số quyết định",
    "Ngày quyết định",
)
MAX_REQUESTS = 1_000
"""Requests after which a list that doesn't end is given up."""
_TOKEN = re.compile(r'name="_authenticator"[^>]*?value="([^"]+)"')


class ListImport(Child):
    """Hold a copy of a data set and import lists into it."""

    module = "bench.list_import"
    """What runs in the child."""

    def __init__(self, dataset: str) -> None:
        with ExitStack() as stack:
            folder = stack.enter_context(copied(dataset))
            super().__init__(self.module, str(folder))
            self._copy = stack.pop_all()

    def __exit__(self, *error: Any) -> None:
        """Let the child end, then drop the copy."""
        try:
            super().__exit__(*error)
        finally:
            self._copy.close()


class Portal:
    """Do what is asked, in the child."""

    def __init__(self, folder: Path) -> None:
        self.application = load_zope(folder, True)
        with opened() as site:
            make_keeper(site)

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Import a list of so many people, beside editors who save."""
        clock = OwnTime()
        beside: Any = nullcontext()
        if order["editors"]:
            with opened() as site:
                beside = Editors.hired(
                    site, self.application, order["editors"], order["pause"], clock
                )
        with beside:
            begin = clock()
            requests = self.bring_in(workbook(order["people"], order["family"]))
            seconds = clock() - begin
        return {
            "seconds": seconds,
            "requests": requests,
            "entered": entered(),
            "saves": getattr(beside, "times", []),
            "failed": getattr(beside, "failed", []),
        }

    def bring_in(self, data: bytes) -> int:
        """Upload a list, confirm it and go on to the end; return the number of requests."""
        _status, _headers, page = self.request(PAGE)
        found = _TOKEN.search(page)
        if found is None:
            raise RuntimeError(f"no form: {page[:500]}")
        fields = {"_authenticator": found.group(1), "portal_type": "LegalReporter"}
        fields["default-level"] = "tinh"
        upload = {**fields, "upload": "1", "list": ("danh-sach.xlsx", data)}
        _status, headers, _page = self.request(PAGE, upload)
        preview = path_of(headers["Location"])
        self.request(preview)
        asked = {**fields, "apply": "1"}
        status, headers, page = self.request(preview, asked)
        for number in range(4, MAX_REQUESTS):
            if status.startswith("302"):
                return number
            if "Refresh" not in headers:
                raise RuntimeError(f"{status} {page[:500]}")
            address = path_of(headers["Refresh"].partition("url=")[2])
            status, headers, page = self.request(address)
        raise RuntimeError("the list doesn't end")

    def request(
        self, path: str, form: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, str], str]:
        """Ask for a page of the site, or send a form; return status, headers and body."""
        from urllib3.filepost import encode_multipart_formdata

        environ = environ_of(path, f"{KEEPER}:{PASSWORD}")
        if form:
            body, kind = encode_multipart_formdata(form)
            environ |= {
                "REQUEST_METHOD": "POST",
                "CONTENT_TYPE": kind,
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": BytesIO(body),
            }
        started: list[Any] = []
        answer = self.application(
            environ | {"wsgi.multithread": True},
            lambda status, headers, exc=None: started.append((status, dict(headers))),
        )
        page = b"".join(answer).decode("utf-8")
        status, headers = started[-1]
        return status, headers, page


def path_of(address: str) -> str:
    """Return what follows the site in an address."""
    return address.partition(f"/{SITE}")[2]


def workbook(number: int, family: int) -> bytes:
    """Make a list of so many people, others for each family."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEADINGS)
    for at in range(number):
        names = (MIDDLE[at % 10], GIVEN[at % len(GIVEN)])
        book.active.append(
            (
                " ".join((FAMILY[(at + family) % 10], *names)),
                date(1960 + family, 1, 1) + timedelta(days=at),
                "Nữ" if at % 3 else "Nam",
                "Phó Trưởng phòng",
                "Sở Tư pháp",
                "Tỉnh Sơn La",
                f"{at % 40 + 1}/QĐ-UBND",
                "10/01/2024",
            )
        )
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@contextmanager
def opened() -> Any:
    """Yield the site to the administrator, in a connection of its own."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SecurityManagement import noSecurityManager
    from AccessControl.users import system
    from Testing.makerequest import makerequest
    from zope.component.hooks import setSite
    from zope.globalrequest import setRequest

    import transaction
    import Zope2

    transaction.begin()
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system.__of__(app.acl_users))
    setSite(app[SITE])
    try:
        yield app[SITE]
    finally:
        transaction.abort()
        setSite(None)
        setRequest(None)
        noSecurityManager()
        app._p_jar.close()


def make_keeper(site: Any) -> None:
    """Make the account of who imports, and commit it."""
    from plone import api

    import transaction

    api.user.create(email="a@example.vn", username=KEEPER, password=PASSWORD)
    roles = ["Site Administrator", "Member"]
    api.user.grant_roles(username=KEEPER, roles=roles)
    transaction.commit()


def entered() -> int:
    """Count the people in the catalog."""
    with opened() as site:
        found = site.portal_catalog.unrestrictedSearchResults(
            portal_type="LegalReporter", review_state="recognised"
        )
        return len(found)


def main() -> None:
    """Answer orders."""
    (folder,) = sys.argv[1:]

    def start() -> Callable[[dict[str, Any]], Any]:
        return Portal(Path(folder)).answer

    answer_orders(start)


if __name__ == "__main__":
    main()
