"""What people come for, on a phone: from the homepage to an answer, and to a question of their own.

On the demonstration, by taps alone; once as a browser shows it for which no script comes.
"""

from browser_fixtures import PHONE
from collections.abc import Callable
from dataclasses import dataclass
from demonstration_portal import demonstration  # noqa: F401
from page_checks import overflow
from page_checks import shoot
from plone import api
from sonla.pbgdpl.questions.settings import PREFIX
from typing import Any

import pytest
import re
import transaction

CODE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}")
ASK = "Hỏi cơ quan có thẩm quyền"
SONG_MA = "04168"
MAX_TAPS = 3
"""From the homepage to an answer."""


@dataclass
class Reader:
    """Somebody with a phone, whose taps are counted."""

    page: Any
    taps: int = 0

    def tap(self, locator: Any) -> None:
        """Tap, and see that the next page fits on the screen."""
        with self.page.expect_navigation():
            locator.tap()
        self.taps += 1
        assert overflow(self.page) <= 0, self.page.url

    def link(self, name: str, part: str = "#content") -> Any:
        """Find a link by its words."""
        return self.page.locator(part).get_by_role("link", name=name).first


def wants_to_marry(reader: Reader) -> str:
    """Go by the field of law; ask where in the commune."""
    reader.tap(reader.link("Hôn nhân, gia đình", ".pbgdpl-tiles"))
    reader.tap(reader.link("Tôi muốn đăng ký kết hôn"))
    reader.page.locator("#pbgdpl-xa").select_option(SONG_MA)
    reader.tap(reader.page.get_by_role("button", name="Xem nơi làm"))
    assert reader.page.get_by_text(
        "Trung tâm Phục vụ hành chính công xã Sông Mã"
    ).count()
    return "Nam phải đủ 20 tuổi"


def got_a_fine(reader: Reader) -> str:
    """Type in one's own words."""
    box = reader.page.locator("form[role=search] input[type=search]").last
    box.fill("đi xe máy không đội mũ bảo hiểm bị phạt bao nhiêu")
    reader.tap(reader.page.locator(".pbgdpl-hero").get_by_role("button", name="Tìm"))
    reader.tap(reader.link("Tôi bị phạt vi phạm giao thông"))
    return "400.000"


def looks_for_the_red_book(reader: Reader) -> str:
    """Tap on what many look for."""
    reader.tap(reader.link("làm sổ đỏ", ".pbgdpl-hints"))
    reader.tap(reader.link("Tôi muốn làm sổ đỏ lần đầu"))
    return "Giấy chứng nhận quyền sử dụng đất"


def search(reader: Reader, words: str) -> None:
    """Type into the box of the homepage, and search."""
    reader.page.locator("form[role=search] input[type=search]").last.fill(words)
    reader.tap(reader.page.locator(".pbgdpl-hero").get_by_role("button", name="Tìm"))


def is_beaten_at_home(reader: Reader) -> str:
    """Ask in few words; whom to call stands above all else."""
    search(reader, "chồng đánh tôi phải làm gì")
    assert reader.page.locator("a[href='tel:113']").first.is_visible()
    reader.tap(reader.link("Tôi bị bạo lực gia đình"))
    return "Thoát nhanh"


def looks_for_who_speaks_in_the_commune(reader: Reader) -> str:
    """Name them and the commune."""
    search(reader, "tuyên truyền viên xã Sông Mã")
    reader.tap(reader.link("Tuyên truyền viên pháp luật, xã Sông Mã"))
    return "Địa bàn: Xã Sông Mã"


def invites_a_reporter(reader: Reader) -> str:
    """Say it as one would to a clerk."""
    search(reader, "tôi muốn mời báo cáo viên về trường nói chuyện")
    reader.tap(reader.link("Mời báo cáo viên pháp luật"))
    return "Nội dung nói chuyện"


def invites_a_reporter_by_the_section(reader: Reader) -> str:
    """Look through the section's own page."""
    reader.tap(reader.link("Vào chuyên trang"))
    reader.tap(reader.link("Mời báo cáo viên pháp luật"))
    return "Nội dung nói chuyện"


def look_up(reader: Reader, code: str) -> str:
    """Look days later at what became of a question: small letters, blanks for strokes."""
    page = reader.page
    reader.tap(reader.link(ASK))
    reader.tap(reader.link("Tra cứu câu hỏi đã gửi"))
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    page.locator("input[name=contact]").fill("0912000222")
    reader.tap(page.get_by_role("button", name="Tra cứu"))
    return "Hạn trả lời"


def send_a_question(reader: Reader) -> str:
    """Ask from the page of the answer; return the code of the receipt.

    What is alike is shown beside the form, or before sending where the script was not in time.
    """
    page = reader.page
    reader.tap(reader.link(ASK))
    page.locator("#ask-question").fill("Việc của tôi có gì khác, xin hỏi cụ thể?")
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-consent").tap()
    reader.tap(page.locator("#pbgdpl-ask [type=submit]"))
    if page.locator("#pbgdpl-code").count() == 0:
        reader.tap(page.get_by_role("button", name="Gửi câu hỏi"))
    return page.locator("#pbgdpl-code").inner_text()


JOURNEYS: tuple[tuple[Callable[[Reader], str], bool], ...] = (
    (wants_to_marry, True),
    (got_a_fine, True),
    (looks_for_the_red_book, True),
    (looks_for_the_red_book, False),
)
OTHERS = (
    is_beaten_at_home,
    looks_for_who_speaks_in_the_commune,
    invites_a_reporter,
    invites_a_reporter_by_the_section,
)
"""Needs that end at a page without a question."""


def shows(page: Any, words: str) -> bool:
    """Return whether words stand in sight."""
    return page.get_by_text(words).filter(visible=True).count() > 0


@pytest.mark.long
def test_from_a_need_to_an_answer_and_to_a_question(demonstration, as_person):  # noqa: F811
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 0)
    transaction.commit()
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    for other in OTHERS:
        reader = Reader(as_person(**phone))
        reader.page.goto(demonstration.absolute_url())
        assert shows(reader.page, other(reader)), other
        assert reader.taps <= MAX_TAPS, other
        shoot(reader.page, other.__name__)
    codes = set()
    for journey, script in JOURNEYS:
        page = as_person(java_script_enabled=script, **phone)
        reader = Reader(page)
        page.goto(demonstration.absolute_url())
        answer = journey(reader)
        assert shows(page, answer), (journey, answer)
        assert reader.taps <= MAX_TAPS, journey
        shoot(page, f"{journey.__name__}-{script}")
        code = send_a_question(reader)
        assert CODE.fullmatch(code), (journey, code)
        codes.add(code)
    assert len(codes) == len(JOURNEYS)
    page.goto(demonstration.absolute_url())
    assert shows(page, look_up(reader, code))
    shoot(page, look_up.__name__)
