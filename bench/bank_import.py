"""A file of questions that is read into a bank through its page, in a process of its own.

`python -m bench.bank_import FOLDER`: as a browser does, from the upload over the preview to the
drafts.
"""

from bench.child import answer_orders
from bench.list_import import ListImport
from bench.list_import import opened
from bench.list_import import Portal
from bench.own_time import OwnTime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import re
import sys

BANK = "ngan-hang"
PAGE = f"/phap-luat/{BANK}/@@pbgdpl-bank-import"
_VALUE = '{name}"[^>]*?value="([^"]+)"'


class BankImport(ListImport):
    """Hold a copy of a data set and read files of questions into it."""

    module = "bench.bank_import"


class BankPortal(Portal):
    """Do what is asked, in the child."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with opened() as site:
            make_bank(site["phap-luat"])

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """Read one file: look at it, then take it in."""
        data = gift(order["questions"], order["family"]).encode()
        _status, _headers, page = self.request(PAGE)
        sent = {"_authenticator": value_of("_authenticator", page)}
        clock = OwnTime()
        begin = clock()
        upload = {**sent, "check": "1", "upload": ("cau-hoi.txt", data)}
        _status, _headers, page = self.request(PAGE, upload)
        looked = clock() - begin
        apply = {**sent, "apply": "1", "packed": value_of("packed", page)}
        status, _headers, page = self.request(PAGE, apply)
        seconds = clock() - begin
        if not status.startswith("200"):
            raise RuntimeError(f"{status} {page[:500]}")
        return {"looked": looked, "seconds": seconds, "stored": stored()}


def value_of(name: str, page: str) -> str:
    """Return what a hidden field of a form holds."""
    found = re.search(_VALUE.format(name=f'name="{name}'), page)
    if found is None:
        raise RuntimeError(f"no {name}: {page[:500]}")
    return found.group(1)


def gift(number: int, family: int) -> str:
    """Make a file of so many questions, others for each family."""
    return "\n\n".join(
        f"// [tag:do-kho\\:easy]\nCâu {family}.{at}: trong các việc sau, việc nào phải làm trước?"
        f" {{=Nộp đơn {at} ~Chờ {at} ~Hỏi hàng xóm {at} ~Không làm gì {at}"
        f"####Điều {at % 90 + 1} nói rõ việc phải làm trước.}}"
        for at in range(number)
    )


def make_bank(section: Any) -> None:
    """Make a bank, and commit it."""
    from plone import api

    import transaction

    api.content.create(section, "QuestionBank", BANK, title="Ngân hàng câu hỏi")
    transaction.commit()


def stored() -> int:
    """Count the questions in the catalog."""
    with opened() as site:
        found = site.portal_catalog.unrestrictedSearchResults(
            portal_type="BankQuestion"
        )
        return len(found)


def main() -> None:
    """Answer orders."""
    (folder,) = sys.argv[1:]

    def start() -> Callable[[dict[str, Any]], Any]:
        return BankPortal(Path(folder)).answer

    answer_orders(start)


if __name__ == "__main__":
    main()
