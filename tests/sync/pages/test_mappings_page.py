"""A mapping is written, tried on a page of a source, and saved, in the browser."""

from browser_fixtures import PHONE
from harvested_portal import set_record
from page_checks import faults
from paged_list_source import FAULTS
from paged_list_source import PagedListSource
from paged_list_source import serving_list
from public_content import make
from sonla.pbgdpl.options.mappings.shipped import PAGED_LIST
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.sync.mapping.stored import stored_mappings
from sonla.pbgdpl.sync.settings import get_sync_settings
from sync_pages import MANAGER
from sync_pages import Visitor
from urllib.parse import quote
from vietnamese_portal import speak_vietnamese
from zope.globalrequest import getRequest

import html
import json
import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.fixture
def source(monkeypatch):
    source = PagedListSource()
    source.add(*range(1, 26))
    source.rows["3"]["thoi_gian_dang_tai"] = "hôm qua"
    source.rows["9"]["tieu_de"] = {"vi": "Sai kiểu"}
    with serving_list(source, monkeypatch):
        yield source


def stored():
    """Return what is stored now: Plone keeps settings for the time of a request."""
    transaction.begin()
    getRequest().other.pop("_plone_registry_cache", None)
    return stored_mappings()


@pytest.fixture
def page(staffed, source):
    """Return a function that presses a button of the page with a form."""
    set_record(
        "sources",
        [
            {
                **get_sync_settings().sources[0],
                "name": "rest",
                "title": "Danh sách mẫu",
                "driver": "mapped-json",
                "base_url": source.oai_url,
                "metadata_prefix": "plqg-list",
                "enabled": False,
            }
        ],
    )
    transaction.commit()
    visitor, url = (
        Visitor(*MANAGER),
        f"{staffed.portal.absolute_url()}/@@btp-sync-mappings",
    )

    def press(button, **fields):
        usual = {"name": "rieng", "text": PAGED_LIST.text(), "source": "rest"}
        opened = f"{url}?new=1"
        return visitor.press(opened, button, to=url, **{**usual, **fields}).text

    press.visitor, press.url = visitor, url
    return press


def test_it_is_tried_and_nothing_is_stored(page, source):
    text = page("try")
    assert 'id="pbgdpl-trial"' in text
    text = text.partition('id="pbgdpl-answer"')[2].partition("</details>")[2]
    for words in ("Tin số 1", "Nội dung &lt;1&gt;", "Body text", "25"):
        assert words in text
    assert "Tin số 6" not in text  # the first five are shown
    assert "can't be read" in text or "không đọc được" in text  # the odd date of 3
    assert "<code>9</code>" in text  # and the title of 9, although it is not shown
    assert len(source.requests) == 1
    assert stored() == {}


def test_an_answer_that_somebody_has_is_read_instead(page, source):
    sample = {"data": [{"id": 7, "tieu_de": "Mẫu", "ngay_tao": "2026-01-01T00:00:00Z"}]}
    sample["pagination"] = {"total_elements": 1}
    text = page("try", sample=json.dumps(sample))
    assert "<dd" in text and "Mẫu" in text
    assert source.requests == []


@pytest.mark.parametrize("name", ["html", "500", "401", "without_list", "truncated"])
def test_what_can_not_be_read_is_told_in_words_and_nothing_typed_is_lost(
    page, source, name
):
    source.fault = lambda number: FAULTS[name]
    text = page("try", name="cua-toi")
    assert 'class="alert alert-danger"' in text
    assert 'value="cua-toi"' in text
    assert "pagination.total_elements" in text
    assert stored() == {}


def test_what_came_is_shown_with_the_names_in_it(page, source):
    """Where the list is looked for in the wrong place, the right one stands below."""
    wrong = PAGED_LIST.text().replace('records = "data"', 'records = "items"')
    text = page("try", text=wrong)
    failure, _mark, answer = text.partition('id="pbgdpl-answer"')
    assert "list.records" in failure.partition('id="pbgdpl-trial"')[2]
    assert 'open="open"' in answer[:200]
    for name in ("data", "data[].id", "data[].tieu_de", "pagination.total_elements"):
        assert f">{name}</code>" in answer
    assert 'id="pbgdpl-answer"' in page("try")


def test_neither_markup_nor_secrets_of_an_answer_are_shown(page, source, monkeypatch):
    """One that repeats what we sent, as servers do for those who look for a fault."""
    monkeypatch.setenv("PBGDPL_PULL_KEY_REST", "khoa-bi-mat-9")
    sample = {"said": "<script>alert(1)</script> khoa-bi-mat-9", "a b": [[{"ệ": 1}]]}
    text = page("try", sample=json.dumps(sample, ensure_ascii=False))
    answer = text.partition('id="pbgdpl-answer"')[2]
    assert "<script>alert" not in answer
    assert "khoa-bi-mat-9" not in answer
    assert "&lt;script&gt;" in answer
    assert "&quot;a b&quot;" in answer or '"a b"' in answer


ECHOED = "khoa/bi-mat+9=="


@pytest.mark.parametrize(
    "spelled",
    [
        ECHOED,
        ECHOED.replace("/", "\\/"),
        ECHOED.replace("b", "\\u0062").replace("+", "\\u002B"),
        "".join(f"\\u{ord(letter):04x}" for letter in ECHOED),
        ECHOED.replace("k", "&#107;").replace("=", "&#x3D;"),
        quote(ECHOED, safe=""),
    ],
)
@pytest.mark.parametrize("reads", [True, False])
def test_wherever_an_answer_repeats_a_secret_none_is_shown(
    page, source, monkeypatch, spelled, reads
):
    """As a name, a value or an identifier, and however it is spelled."""
    monkeypatch.setenv("PBGDPL_PULL_KEY_REST", ECHOED)
    row = {name: "SECRET" for name in source.rows["1"]} | {"SECRET": {"SECRET": 1}}
    row["ngay_cap_nhat"] = row["thoi_gian_dang_tai"] = "2026-01-01T00:00:00Z"
    rows = [{**row, "id": f"{number}-SECRET"} for number in range(7)]
    sample = {"data": rows, "SECRET": 1, "pagination": {"total_elements": 7}}
    text = json.dumps(sample).replace("SECRET", spelled)
    mapping = PAGED_LIST.text()
    if not reads:
        mapping = mapping.replace('records = "data"', 'records = "items"')
    shown = page("try", sample=text, text=mapping).partition('id="pbgdpl-trial"')[2]
    assert ("pbgdpl-tried" in shown) == reads
    assert "<code" in shown and "…" in shown
    for words in (ECHOED, html.escape(ECHOED), spelled, html.escape(spelled)):
        assert words not in shown


def test_of_a_long_answer_the_beginning_is_shown(page, source):
    rows = [{"id": number, "x": "y" * 1000} for number in range(1000)]
    text = page("try", sample=json.dumps({"rows": rows, "end": "cuối"}))
    answer = text.partition('id="pbgdpl-answer"')[2].partition("</details>")[0]
    assert 4_000 < len(answer) < 8_000
    assert ">rows[].x</code>" in answer


def test_faults_are_told_with_their_place_and_nothing_is_stored(page):
    text = page("save", text='title = "A"\n[lsit]\n[fields]\ntitle = "a[["\n')
    assert 'id="pbgdpl-mapping-faults"' in text
    for place in ("lsit", "fields.title", "record.id", "list.records"):
        assert f">{place}</span>" in text
    assert "[lsit]" in text
    assert stored() == {}


def test_it_is_saved_chosen_edited_and_deleted(page):
    assert "was saved" in page("save")
    assert stored() == {"rieng": PAGED_LIST.text()}
    listed = page.visitor.read(page.url)
    assert "?mapping=rieng" in listed
    longer = PAGED_LIST.text() + "# sửa\n"
    page("save", mapping="rieng", text=longer)
    assert stored() == {"rieng": longer}
    set_record(
        "sources", [{**get_sync_settings().sources[0], "metadata_prefix": "rieng"}]
    )
    transaction.commit()
    page("delete", mapping="rieng", confirmed="1")
    assert stored()  # a source needs it
    set_record("sources", [])
    transaction.commit()
    page("delete", mapping="rieng", confirmed="1")
    assert stored() == {}


@pytest.mark.parametrize("name", ["", "oai_dc", "pbgdpl", "có dấu", "a b"])
def test_a_code_that_can_not_be_stored_is_refused(page, name):
    text = page("save", name=name)
    assert 'id="pbgdpl-mapping-faults"' in text
    assert stored() == {}


def test_a_stored_mapping_is_not_overwritten_by_a_new_one(page):
    page("save")
    text = page("save", text=PAGED_LIST.text() + "# khác\n")
    assert 'id="pbgdpl-mapping-faults"' in text
    assert stored() == {"rieng": PAGED_LIST.text()}


ANSWER = {
    "success": True,
    "data": [
        {"ma_ban_ghi": "oai:x:1", "id": 41, "trang_thai": "DA_NHAN"},
        {
            "ma_ban_ghi": "oai:x:2",
            "trang_thai": "TU_CHOI",
            "ma_loi": "E-7",
            "thong_bao": "Thiếu tiêu đề",
        },
    ],
}


def test_what_would_be_sent_is_shown_and_nothing_is_sent(page, source, staffed):
    text = make(staffed.section, "LegalNews", "Tin gửi thử")
    transaction.commit()
    options = page.visitor.read(f"{page.url}?new=1")
    assert f'value="{text.UID()}"' in options
    shown = page(
        "try",
        text=REST_BATCH.text(),
        source="",
        record=text.UID(),
        answer=json.dumps(ANSWER),
    )
    assert 'id="pbgdpl-send-trial"' in shown
    assert '"tieu_de": "Tin gửi thử"' in shown
    assert "PUT https://mau.example/{remote_id}" in shown
    for words in ("oai:x:1", "41", "E-7 – Thiếu tiêu đề"):
        assert words in shown
    assert shown.count("pbgdpl-receipt") == 2
    assert source.requests == []
    assert stored() == {}


@pytest.mark.parametrize("answer", ["<html>", '{"success": false}', "[1, 2]"])
def test_an_answer_without_receipts_is_told(page, answer):
    shown = page("try", text=REST_BATCH.text(), source="", answer=answer)
    assert "pbgdpl-receipt" not in shown
    assert 'alert alert-warning"' in shown or 'alert alert-danger ps-4"' in shown


def test_a_text_that_the_mapping_does_not_fit_is_told(page):
    wrong = REST_BATCH.text().replace('"title"', '"plain_text(subjects)"')
    shown = page("try", text=wrong.replace("subjects)", "`3`)"), source="")
    assert "tieu_de" in shown
    assert "can't be read" in shown


def test_a_mapping_that_sends_is_kept_while_it_is_used(page):
    assert "was saved" in page("save", name="gui", text=REST_BATCH.text())
    assert stored()
    set_record("push_format", "gui")
    transaction.commit()
    assert "Sending" in page.visitor.read(page.url)
    page("delete", mapping="gui", confirmed="1")
    assert stored()
    set_record("push_format", "pbgdpl")
    transaction.commit()
    page("delete", mapping="gui", confirmed="1")
    assert stored() == {}


@pytest.mark.long
def test_on_a_phone(page, functional_portal, browser_context, log_in):
    speak_vietnamese(functional_portal)
    transaction.commit()
    tab = browser_context.new_page()
    log_in(tab, *MANAGER)
    tab.set_viewport_size(PHONE)
    tab.goto(page.url)
    assert faults(tab) == []
    tab.get_by_role("link", name="Danh sách REST theo trang").click()
    tab.get_by_label("Nguồn").select_option("rest")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Thử", exact=True).click()
    tab.locator("#pbgdpl-trial").wait_for()
    assert tab.locator(".pbgdpl-tried").count() == 5
    assert faults(tab) == []
    tab.get_by_label("Nội dung bản ánh xạ").fill(
        'titel = "x"\n[list]\nrecords = "a[["\n'
    )
    tab.get_by_role("button", name="Thử", exact=True).click()
    tab.locator("#pbgdpl-mapping-faults").wait_for()
    assert faults(tab) == []
    tab.goto(page.url)
    tab.get_by_role("link", name="Gửi theo lô qua REST").click()
    tab.get_by_label("Trả lời của bên kia").fill(json.dumps(ANSWER))
    with tab.expect_navigation():
        tab.get_by_role("button", name="Thử", exact=True).click()
    tab.locator("#pbgdpl-send-trial").wait_for()
    assert tab.locator(".pbgdpl-sent").count() == 3
    assert faults(tab) == []
