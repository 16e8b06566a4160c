"""The page of a council, its other pages, and the ways to them."""

from councils import AN
from councils import BINH
from councils import CHI
from councils import make_council
from councils import member
from csv import DictReader
from datetime import date
from datetime import datetime
from datetime import timedelta
from people import on_day
from plone import api
from public_content import publish
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.councils.content import IMembership
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.ui.fields import describe_row
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import io
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

CHANGED = date(2026, 3, 1)
CHANGE = [
    AN,
    BINH,
    {**CHI, "ended_on": CHANGED, "order": None},
    member("Tòng Văn Em Mẫu", valid_from=CHANGED, invited=True, order=1),
]
SECRETARY = member("Hà Thị Giang Mẫu", "to-truong-to-thu-ky")


@pytest.fixture
def changed(council):
    council.members = CHANGE
    council.secretariat = [SECRETARY]
    council.office_phone = "0212 3 000 000"
    council.reindexObject()
    return council


@pytest.fixture
def show(portal, http_request):
    """Render a page of an item with some words in its address; as parsed HTML."""

    def render(item, name="view", user=None, **form):
        request = http_request.clone()
        alsoProvides(request, IBrowserLayer)
        request.form.update(form)
        request.set("URL", item.absolute_url())
        request.set("PUBLISHED", None)
        with api.env.adopt_roles([user or "Anonymous"]):
            view = getMultiAdapter((item, request), name=name)
            return lxml.html.fromstring(view())

    return render


def names(page, at=0):
    table = page.cssselect(".pbgdpl-members")[at]
    return [cell.text_content().strip() for cell in table.cssselect("tbody th")]


def words(element):
    return " ".join(element.text_content().split())


def test_members_of_today_stand_in_the_order_of_roles(changed, show):
    page = show(changed)
    assert names(page) == ["Lò Văn An Mẫu", "Cầm Thị Bình Mẫu", "Tòng Văn Em Mẫu"]
    assert names(page, 1) == ["Hà Thị Giang Mẫu"]
    rows = page.cssselect(".pbgdpl-members tbody tr")
    assert [len(row.cssselect(".badge")) for row in rows] == [0, 0, 1, 0]


def test_the_composition_of_another_day(changed, show):
    page = show(changed, on="2026-02-28")
    assert names(page) == ["Lò Văn An Mẫu", "Cầm Thị Bình Mẫu", "Vì Văn Chi Mẫu"]
    assert "28/02/2026" in words(page.cssselect("[role=note]")[0])


def test_the_day_passes_by_itself(changed, show):
    with on_day(CHANGED - timedelta(days=1)):
        assert "Vì Văn Chi Mẫu" in names(show(changed))
    with on_day(CHANGED):
        assert "Vì Văn Chi Mẫu" not in names(show(changed))


@pytest.mark.parametrize("nonsense", ["gestern", "2026-02-30", "<script>"])
def test_a_day_that_is_none_is_told(changed, show, nonsense):
    page = show(changed, on=nonsense)
    assert page.cssselect("[role=alert]")
    assert len(names(page)) == 3
    assert not page.cssselect(".is-council script")


def test_nobody_before_the_first_day(changed, show):
    page = show(changed, on="2020-01-01")
    assert not page.cssselect(".pbgdpl-members")
    assert page.cssselect(".pbgdpl-empty")


def test_the_history_tells_who_came_and_who_went(changed, show):
    days = show(changed).cssselect(".pbgdpl-history > details")
    histories = [words(day) for day in days]
    assert [text[:10] for text in histories] == ["01/03/2026", "01/09/2025"]
    came, removed = days[0].cssselect(".pbgdpl-names")
    assert "Tòng Văn Em Mẫu" in words(came) and "Vì Văn Chi Mẫu" in words(removed)
    assert [day.get("open") for day in days] == ["open", None]
    link = days[0].cssselect("a")[0].get("href")
    assert link.endswith("?on=2026-03-01#pbgdpl-composition")


def test_facts_and_decisions(changed, show, fill):
    text = fill(
        "Guidance",
        "Quyết định thành lập",
        document_type="quyet-dinh",
        number="26 / qđ-ubnd",
        issuer="Chủ tịch UBND tỉnh Sơn La",
    )
    page = show(changed)
    facts = words(page.cssselect(".pbgdpl-values")[0])
    for fact in ("Cấp tỉnh", "Tỉnh Sơn La", "Sở Tư pháp", "0212 3 000 000"):
        assert fact in facts
    (decision,) = page.cssselect("[aria-labelledby=pbgdpl-decisions] li")
    assert "Thành lập Hội đồng" in words(decision)
    assert decision.cssselect("a")[0].get("href") == text.absolute_url()


def test_a_decision_of_another_issuer_is_not_taken_for_it(changed, show, fill):
    fill(
        "Guidance",
        "Khác",
        document_type="quyet-dinh",
        number="26/QĐ-UBND",
        issuer="UBND xã Mẫu",
    )
    (decision,) = show(changed).cssselect("[aria-labelledby=pbgdpl-decisions] li")
    assert not decision.cssselect("a")


def test_documents_stand_by_kind(changed, show, fill):
    kinds = ["bao-cao", "bien-ban", "ke-hoach", "ke-hoach", "ket-luan", "phan-cong"]
    for number, kind in enumerate(kinds):
        fill("Guidance", f"Văn bản {number}", document_type=kind)
    with api.env.adopt_roles(["Manager"]):
        api.content.create(changed, "Guidance", "nhap", "Nháp", document_type="quy-che")
    part = show(changed).cssselect("[aria-labelledby=pbgdpl-council-documents]")[0]
    assert [words(one) for one in part.cssselect("h3")] == [
        "Kế hoạch",
        "Báo cáo",
        "Kết luận",
        "Biên bản",
        "Phân công nhiệm vụ",
    ]
    assert len(part.cssselect(".is-guidance a")) == 6
    assert "Nháp" not in words(part)


def test_many_documents_have_a_page_of_their_own(changed, show, fill):
    for number in range(7):
        fill("Guidance", f"Kế hoạch {number}", document_type="ke-hoach")
    page = show(changed)
    part = page.cssselect("[aria-labelledby=pbgdpl-council-documents]")[0]
    assert len(part.cssselect("li")) == 5
    assert "@@council-items?kind=ke-hoach" in part.cssselect("p a")[-1].get("href")
    items = show(changed, "council-items", kind="ke-hoach")
    assert len(items.cssselect(".pbgdpl-list > li")) == 7
    assert words(items.cssselect("h1")[0]) == "Kế hoạch"
    assert show(changed, "council-items", kind="<b>").cssselect(".pbgdpl-empty")


def test_activities_of_the_council(changed, show, fill):
    assert len(show(changed).cssselect(".pbgdpl-empty")) == 2
    day = datetime(2026, 5, 4, 8)
    fill(
        "LegalActivity",
        "Phiên họp thứ nhất",
        dissemination_form="truc-tiep",
        organiser_kind="council",
        start=day,
        end=day,
    )
    part = show(changed).cssselect("[aria-labelledby=pbgdpl-council-activities]")[0]
    assert "Phiên họp thứ nhất" in words(part)


def test_on_paper_stands_the_composition_alone(changed, show):
    page = show(changed, print="1", on="2026-02-28")
    assert len(page.cssselect(".pbgdpl-members")) == 2
    assert not page.cssselect("form.pbgdpl-day, .pbgdpl-history, .pbgdpl-values")


def test_corrections_are_for_who_works_on_it(changed, show):
    changed.members = [AN, {**BINH, "position": "Khác"}, *CHANGE[2:]]
    assert not show(changed).cssselect("ins")
    noted = show(changed, user="Manager").cssselect("ins")
    assert noted[-1].text == "Khác"


def test_versions_are_compared_in_words(portal):
    words = describe_row(IMembership, member("Lò Văn A", invited=True))
    assert "Mời tham gia: Có" in words or "Invited to take part: Yes" in words
    assert "Ủy viên" in words and "01/09/2025" in words


def test_csv(changed, http_request):
    request = http_request.clone()
    request.form["on"] = "2026-03-01"
    alsoProvides(request, IBrowserLayer)
    view = getMultiAdapter((changed, request), name="composition.csv")
    text = view().decode("utf-8-sig")
    rows = list(DictReader(io.StringIO(text), delimiter=";"))
    cells = [list(row.values()) for row in rows]
    assert [one[1] for one in cells] == [
        "Lò Văn An Mẫu",
        "Cầm Thị Bình Mẫu",
        "Tòng Văn Em Mẫu",
        "Hà Thị Giang Mẫu",
    ]
    assert [bool(one[4]) for one in cells] == [False, False, True, False]
    disposition = request.response.getHeader("Content-Disposition")
    assert "thanh-phan-2026-03-01.csv" in disposition
    assert request.response.getHeader("X-Content-Type-Options") == "nosniff"


class TestListing:
    @pytest.fixture
    def communes(self, section, changed):
        return [
            publish(
                make_council(
                    section, f"A Hội đồng xã {n}", level="xa", unit=unit, members=[]
                )
            )
            for n, unit in enumerate(("03646", "03664"))
        ]

    def test_one_council_is_led_to_itself(self, section, changed, show):
        pages = show(section).cssselect(".pbgdpl-pages a")
        assert changed.absolute_url() in [page.get("href") for page in pages]

    def test_several_are_led_to_the_list(self, section, communes, show):
        pages = show(section).cssselect(".pbgdpl-pages a")
        assert f"{section.absolute_url()}/@@councils" in [p.get("href") for p in pages]

    def test_the_list_has_the_province_first(self, section, communes, show):
        page = show(section, "councils")
        assert [words(one) for one in page.cssselect("h2")] == ["Cấp tỉnh", "Cấp xã"]
        first, *others = page.cssselect("tbody tr")
        assert "Lò Văn An Mẫu" in words(first) and len(others) == 2

    def test_it_is_empty_without_councils(self, portal, section, show):
        for place in (portal, section):
            assert show(place, "councils").cssselect(".pbgdpl-empty")

    def test_drafts_are_not_listed(self, section, draft, show):
        assert show(section, "councils").cssselect(".pbgdpl-empty")
        pages = show(section).cssselect(".pbgdpl-pages a")
        assert draft.absolute_url() not in [page.get("href") for page in pages]

    def test_the_block_shows_them(self, portal, communes, http_request):
        block = getMultiAdapter((portal, http_request), IHomepageBlock, "councils")
        content = block.render(BlockOptions(count=1))
        assert "Lò Văn An Mẫu" in content.html and "Hội đồng xã" not in content.html
        assert content.more_url.endswith("/@@councils")

    def test_the_block_is_made_anew_when_a_day_comes(self, changed, http_request):
        block = getMultiAdapter((changed, http_request), IHomepageBlock, "councils")
        with on_day(CHANGED - timedelta(days=3)):
            until = block.render(BlockOptions()).valid_until
        assert until.strftime("%Y-%m-%d %H:%M") == "2026-03-01 00:00"

    def test_no_council_no_block(self, portal, section, http_request):
        block = getMultiAdapter((portal, http_request), IHomepageBlock, "councils")
        assert block.render(BlockOptions()).html == ""
