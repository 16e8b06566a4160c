"""The public pages of the texts: what they show, to whom, and nothing of a typed script."""

from DateTime import DateTime
from datetime import date
from datetime import timedelta
from lxml.html import fromstring
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from rich_texts import rich
from sample_values import LAND_LAW
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.legal_review.checks import ReviewCheck
from sonla.pbgdpl.texts.checks import CitizensCheck
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import public_content
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SCRIPT = "<script>alert(1)</script>"
HOSTS = ["www.youtube.com", "youtu.be", "vimeo.com"]


class TestEveryText:
    @pytest.mark.parametrize(
        "portal_type,fields",
        [
            ("LegalNews", {}),
            ("LegalIntroduction", {"kind": "de-cuong"}),
            ("Guidance", {"document_type": "ke-hoach"}),
            ("EducationMaterial", {"kind": "sach"}),
            ("LifeSituation", {}),
        ],
    )
    def test_shows_what_all_texts_have(self, text, page, portal_type, fields):
        html = page(
            text(
                portal_type,
                "Luật và đời sống",
                description="Vì sao cần biết",
                text=rich("<p>Nội dung</p>"),
                agency="so-tu-phap",
                legal_fields=("dat-dai",),
                audiences=("nhan-dan",),
                territory=("14",),
                effective_date=DateTime("2026/03/05"),
                **fields,
            )
        )
        assert "Luật và đời sống" in html
        assert "Vì sao cần biết" in html
        assert "<p>Nội dung</p>" in html
        assert "Sở Tư pháp" in html
        assert "05/03/2026" in html
        for parameter in ("field=dat-dai", "audience=nhan-dan", "territory=14"):
            assert f"/@@pbgdpl-search?{parameter}" in html

    @pytest.mark.parametrize(
        "portal_type,fields",
        [
            ("LegalNews", {"author_name": SCRIPT, "source": SCRIPT}),
            (
                "LegalIntroduction",
                {
                    "kind": "khac",
                    "legal_documents": [
                        {
                            **LAND_LAW,
                            "number": SCRIPT,
                            "issuer": SCRIPT,
                            "summary": SCRIPT,
                            "url": "javascript:alert(1)",
                        }
                    ],
                },
            ),
            (
                "Guidance",
                {
                    "document_type": "ke-hoach",
                    "number": SCRIPT,
                    "issuer": SCRIPT,
                    "signer": SCRIPT,
                    "replaces": (SCRIPT,),
                    "replaced_by": (SCRIPT,),
                },
            ),
            (
                "EducationMaterial",
                {
                    "kind": "khac",
                    "publisher": SCRIPT,
                    "transcript": SCRIPT,
                    "external_url": "javascript:alert(1)",
                    "poster_alt": '"><script>alert(1)</script>',
                },
            ),
        ],
    )
    def test_typed_scripts_are_shown_not_run(self, text, page, portal_type, fields):
        if portal_type == "EducationMaterial":
            fields = {**fields, "poster": public_content.picture()}
        obj = text(
            portal_type,
            SCRIPT,
            description=SCRIPT,
            text=rich(f"<p onclick='x()'>Chữ{SCRIPT}</p>"),
            **fields,
        )
        html = page(obj)
        assert SCRIPT not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "onclick" not in html
        assert 'href="javascript:' not in html
        assert obj.title == SCRIPT

    def test_no_login_name(self, text, page):
        obj = text("LegalNews", "Tin")
        assert TEST_USER_ID not in page(obj)

    def test_change_of_the_same_day_is_no_update(self, text, page):
        obj = text("LegalNews", "Tin", effective_date=DateTime() - 0.1)
        assert "Last updated" not in page(obj)

    def test_later_change_is_an_update(self, text, page):
        obj = text("LegalNews", "Tin", effective_date=DateTime() - 9)
        assert "Last updated" in page(obj)


class TestAttachments:
    @pytest.fixture
    def attached(self, section):
        """Make a text with one attached file, published with it."""
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        data = NamedBlobFile(b"%PDF-1.4" + b"0" * 2040, "application/pdf", "kh.pdf")
        file = create(section, "File", title=f"Kế hoạch {SCRIPT}", file=data)
        relation = RelationValue(getUtility(IIntIds).getId(file))
        text = public_content.make(
            section,
            "Guidance",
            "Kế hoạch",
            document_type="ke-hoach",
            attachments=[relation],
        )
        return text, file

    def test_listed_with_form_and_size(self, attached, page):
        html = page(attached[0])
        assert "PDF, " in html
        assert "2.0 KB" in html
        assert SCRIPT not in html

    def test_hidden_file_is_not_named(self, attached, page):
        text, file = attached
        file.manage_permission("View", ["Manager"], acquire=0)
        assert "Kế hoạch &lt;" not in page(text)

    def test_deleted_file_breaks_nothing(self, attached, page):
        text, file = attached
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        api.content.delete(file, check_linkintegrity=False)
        assert "pbgdpl-files" not in page(text)


class TestIntroduction:
    def test_box_of_documents(self, text, page):
        html = page(
            text(
                "LegalIntroduction",
                "Giới thiệu",
                kind="de-cuong",
                legal_documents=[LAND_LAW],
            )
        )
        for words in ("31/2024/QH15", "Quốc hội", "18/01/2024", "01/08/2024"):
            assert words in html
        assert "Còn hiệu lực" in html
        assert "pbgdpl-validity is-CHL" in html
        assert 'href="https://vbpl.vn/31"' in html

    def test_language_of_the_body(self, text, page):
        html = page(
            text(
                "LegalIntroduction",
                "Tiếng Mông",
                kind="khac",
                text_language="hmn",
                text=rich("<p>Lus Hmoob</p>"),
            )
        )
        assert 'lang="hmn"' in html

    def test_a_body_in_the_language_of_the_portal(self, text, page):
        """An empty attribute would say that its language is not known."""
        html = page(text("LegalIntroduction", "Tiếng Việt", text=rich("<p>Chữ</p>")))
        (body,) = fromstring(html).find_class("pbgdpl-body")
        assert dict(body.attrib) == {"class": "pbgdpl-body"}


class TestWhatACitizenNeeds:
    """Fields of an introduction, each of them optional."""

    FILLED = {
        "kind": "gioi-thieu-vbqppl",
        "in_brief": ("Ai lái xe cũng phải theo luật này.",),
        "affected": ("Người lái xe", SCRIPT),
        "changes": ("Bằng lái có 12 điểm (Điều 58).",),
        "to_do": ("Mang bằng lái", "Đội mũ"),
        "penalties": [
            {"act": "Vượt đèn đỏ", "fine": "4–6 triệu", "measure": SCRIPT},
            {"act": "Không đội mũ", "fine": "400.000–600.000"},
        ],
        "terms": [{"term": "Nồng độ cồn", "meaning": SCRIPT}],
        "checked_on": date(2026, 11, 20),
    }

    def filled(self, text, **fields):
        body = rich('<h2>Chi tiết</h2><p>Chữ</p><h2 id="riêng">Khác</h2>')
        return text("LegalIntroduction", "Luật", text=body, **{**self.FILLED, **fields})

    def test_each_part_is_shown_and_led_to(self, text, page):
        html = page(self.filled(text))
        tree = fromstring(html)
        assert SCRIPT not in html
        contents = tree.xpath("//nav//ul[@class='pbgdpl-chips']//a")
        assert [link.text for link in contents] == [
            *("Whom it concerns", "What is new", "What to do", "Fines"),
            *("Terms explained", "Chi tiết", "Khác"),
        ]
        for link in contents:
            (heading,) = tree.xpath("//h2[@id=$name]", name=link.get("href")[1:])
            assert heading.text_content().strip() == link.text
        assert [step.text for step in tree.xpath("//ol/li")][-2:] == list(
            self.FILLED["to_do"]
        )
        (table,) = tree.xpath("//div[@class='pbgdpl-scroll']/table")
        assert len(table.xpath(".//tbody/tr")) == 2
        assert len(table.xpath(".//thead//th")) == 4
        assert "20/11/2026" in html

    def test_a_part_that_is_empty_leaves_no_heading(self, text, page):
        tree = fromstring(page(text("LegalIntroduction", "Luật", kind="khac")))
        for name in ("affected", "changes", "to_do", "penalties", "terms"):
            assert not tree.xpath("//*[@id=$name]", name=name)
        assert not tree.find_class("pbgdpl-box") and not tree.find_class("pbgdpl-chips")

    @pytest.mark.parametrize("days,told", [(0, True), (1, False)])
    def test_readers_are_told_when_it_is_to_be_checked_again(
        self, text, page, days, told
    ):
        html = page(self.filled(text, review_by=today() + timedelta(days=days)))
        assert ("it is being checked again" in " ".join(html.split())) is told

    @pytest.mark.parametrize(
        "url,wanted",
        [
            ("https://vbpl.vn/31", "https://vbpl.vn/31"),
            (None, "https://tim.example/?so=31%2F2024%2FQH15"),
        ],
    )
    def test_the_law_itself_is_linked(self, text, page, url, wanted):
        record = "sonla.pbgdpl.legal_documents.full_text_search"
        api.portal.set_registry_record(record, "https://tim.example/?so={number}")
        law = {**LAND_LAW, "url": url}
        introduction = self.filled(text, legal_documents=[law])
        tree = fromstring(page(introduction))
        assert wanted in tree.xpath("//a[contains(@class, 'pbgdpl-button')]/@href")
        api.portal.set_registry_record(record, "")
        tree = fromstring(page(introduction))
        assert tree.xpath("//a/@href[contains(., 'tim.example')]") == []

    def test_a_change_to_come_is_told_and_a_past_one_is_not(self, text, page):
        rows = [
            {"date": today() + timedelta(days=9), "what": "Nghị định mới"},
            {"date": today(), "what": "Thông tư hôm nay"},
            {"date": None, "what": "Không rõ ngày"},
        ]
        html = page(self.filled(text, changes_ahead=rows))
        assert "Nghị định mới" in html
        assert "Thông tư hôm nay" not in html and "Không rõ ngày" not in html

    def test_a_reader_asks_about_it(self, text, page):
        tree = fromstring(page(self.filled(text)))
        (ask,) = tree.xpath("//a[contains(@class, 'is-signal')]/@href")
        assert ask.endswith("/@@ask-question?question=Lu%E1%BA%ADt%3A+")

    def test_the_check_asks_for_what_lacks(self, text):
        introduction = text("LegalIntroduction", "Luật", kind="khac")
        assert len(CitizensCheck(introduction).missing(introduction)) == 3
        full = self.filled(text)
        assert CitizensCheck(full).missing(full) == []

    def test_the_check_says_that_it_is_to_be_reviewed(self, text):
        introduction = text("LegalIntroduction", "Luật", kind="khac")
        assert ReviewCheck(introduction).missing(introduction) == [
            "msg_check_checked_on",
            "msg_check_review_by",
        ]
        due = self.filled(text, review_by=today())
        assert ReviewCheck(due).missing(due) == ["msg_review_due"]


class TestGuidance:
    def test_replaced_documents_are_linked_when_we_have_them(self, text, page):
        old = text("Guidance", "Cũ", document_type="ke-hoach", number="25/KH-UBND")
        html = page(
            text(
                "Guidance",
                "Mới",
                document_type="ke-hoach",
                number="12/KH-UBND",
                replaces=("25 / kh-ubnd", "7/KH-UBND"),
            )
        )
        assert f'href="{old.absolute_url()}"' in html
        assert "7/KH-UBND" in html

    def test_expired_document_is_linked_too(self, text, page):
        old = text("Guidance", "Cũ", document_type="ke-hoach", number="25/KH-UBND")
        old.expiration_date = DateTime() - 1
        old.reindexObject()
        new = text(
            "Guidance", "Mới", document_type="ke-hoach", replaces=("25/KH-UBND",)
        )
        assert f'href="{old.absolute_url()}"' in page(new)

    @pytest.mark.parametrize("issuers", [("Xã A", "Xã B"), ("Xã B", "Xã B", "Xã B")])
    def test_number_of_other_issuers_is_not_linked(self, text, page, issuers):
        """Communes count from 1 each; with two of one issuer nobody knows which."""
        *others, own = issuers
        olds = [
            text(
                "Guidance",
                f"Cũ {number}",
                document_type="ke-hoach",
                number="5/KH-UBND",
                issuer=issuer,
            )
            for number, issuer in enumerate(others)
        ]
        values = {"document_type": "ke-hoach", "replaces": ("5/KH-UBND",)}
        html = page(text("Guidance", "Mới", issuer=own, **values))
        assert "5/KH-UBND" in html
        assert not any(f'href="{old.absolute_url()}"' in html for old in olds)

    def test_number_of_the_same_issuer_is_linked(self, text, page):
        values = {"document_type": "ke-hoach", "number": "5/KH-UBND"}
        theirs = text("Guidance", "Cũ", issuer="Xã A", **values)
        ours = text("Guidance", "Cũ", issuer="UBND  xã B", **values)
        new = text(
            "Guidance",
            "Mới",
            document_type="ke-hoach",
            number="9/KH-UBND",
            issuer="Ubnd xã b",
            replaces=("5/KH-UBND",),
        )
        html = page(new)
        assert f'href="{ours.absolute_url()}"' in html
        assert f'href="{theirs.absolute_url()}"' not in html

    def test_draft_is_not_linked(self, section, text, page):
        with api.env.adopt_roles(["Manager"]):
            old = create(
                section,
                "Guidance",
                title="Nháp",
                document_type="ke-hoach",
                number="1/KH",
            )
        new = text("Guidance", "Mới", document_type="ke-hoach", replaces=("1/KH",))
        html = page(new)
        assert "1/KH" in html
        assert old.absolute_url() not in html

    def test_never_links_itself(self, text, page):
        obj = text(
            "Guidance",
            "Mới",
            document_type="ke-hoach",
            number="12/KH-UBND",
            replaces=("12/KH-UBND",),
        )
        assert ">12/KH-UBND</a>" not in page(obj)

    def test_facts(self, text, page):
        html = page(
            text(
                "Guidance",
                "Quyết định",
                document_type="quyet-dinh",
                number="218/QĐ-UBND",
                issuer="UBND tỉnh Sơn La",
                signer="Nguyễn Văn A",
                issued_on=date(2020, 2, 5),
                validity="HHL",
            )
        )
        for words in ("Quyết định", "218/QĐ-UBND", "UBND tỉnh Sơn La", "05/02/2020"):
            assert words in html
        assert "pbgdpl-validity is-HHL" in html
        assert "Hết hiệu lực toàn bộ" in html
