"""What a mapping file says, what is wrong with it, and the records that it makes."""

from datetime import date
from datetime import datetime
from datetime import UTC
from growth import grows_at
from lxml import etree
from oai_documents import envelope
from oai_documents import Script
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.options.mappings.sending.written import element_of
from sonla.pbgdpl.options.mappings.sending.written import row_of
from sonla.pbgdpl.options.mappings.shipped import PAGED_LIST
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.http_headers import CLIENT_HEADERS
from sonla.pbgdpl.sync.mapping.definition import InvalidMapping
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.mapping.stored import OAI_DC
from sonla.pbgdpl.sync.mapping.values import record_of
from sonla.pbgdpl.sync.mapping.values import search
from sonla.pbgdpl.sync.mapping.values import tree_of
from sonla.pbgdpl.sync.mapping.values import WrongShape
from zope.i18nmessageid import Message

import jmespath
import pytest

URL = "https://so.example/api/v1/tin-bai"
WHOLE = """
title = "Thử"
[list]
records = "data"
[record]
id = "id"
[fields]
title = "t"
"""


def faults(text):
    with pytest.raises(InvalidMapping) as caught:
        read_mapping(text)
    for fault in caught.value.faults:
        assert_in_our_words(fault, text)
    return [(fault.place, str(fault.message)) for fault in caught.value.faults]


def assert_in_our_words(fault, text):
    """Nothing that a library says in English stands in the words: only what was typed, and keys."""
    for name, value in (fault.message.mapping or {}).items():
        assert (
            name in ("known", "near")
            or isinstance(value, Message | int)
            or value.isdigit()
            or value in text
        ), value


@pytest.mark.parametrize(
    ("line", "instead", "place", "message"),
    [
        ('title = "Thử"', "", "title", "mapping_missing"),
        ('title = "Thử"', 'title = "Thử', "", "mapping_no_toml_line"),
        ('title = "t"', 'title = [', "", "mapping_no_toml_end"),
        ('records = "data"', 'records = "a["', "list.records", "mapping_no_expression_end"),
        ('records = "data"', f'records = "a[{"9" * 5000}]"', "list.records", "mapping_no_expression_end"),
        ("[list]", "[lsit]", "lsit", "mapping_unknown_key_near"),
        ("[list]", "[xyz]", "xyz", "mapping_unknown_key"),
        ('records = "data"', "records = 3", "list.records", "mapping_wrong_kind"),
        ('records = "data"', 'records = "a[["', "list.records", "mapping_no_expression"),
        ('id = "id"', "", "record.id", "mapping_missing"),
        ('t = "t"', 'titel = "t"', "fields.titel", "mapping_unknown_key_near"),
        ('title = "t"', "", "fields.title", "mapping_missing"),
        ("[list]", '[list]\npaging = "seite"', "list.paging", "mapping_no_choice"),
        ("[list]", '[list]\npaging = "page"', "list.page_parameter", "mapping_missing"),
        ("[list]", '[list]\npaging = "link"', "list.next", "mapping_missing"),
        ("[list]", "[list]\nsize = -1", "list.size", "mapping_wrong_kind"),
        ("[list]", '[dates]\nzone = "ICT"\n[list]', "dates.zone", "mapping_no_zone"),
        ("[list]", '[text]\nelement = "//["\n[list]', "text.element", "mapping_no_xpath"),
        ("[list]", '[detail]\npath = "x"\n[list]', "detail.path", "mapping_no_placeholder"),
        ("[list]", 'reads = "xml"\n[list]', "prefix", "mapping_missing"),
        ("[list]", 'reads = "csv"\n[list]', "reads", "mapping_no_choice"),
        ("[list]", f"[list]\nfirst_page = {'9' * 5000}", "", "mapping_no_toml"),
        ("[list]", f"[list]\nsize = 0x{'f' * 5000}", "list.size", "mapping_wrong_kind"),
        ("[list]", f"[list]\nparameters = {{a = 0x{'f' * 5000}}}", "list.parameters", "mapping_wrong_kind"),
        ("[list]", f"[list]\n{'a.' * 40_000}b = 1", "", "mapping_no_toml"),
        ("[list]", f"[list]\na = {'[' * 40_000}", "", "mapping_no_toml"),
        ("[list]", '[dates]\nformats = ["%Y/%m/%Y"]\n[list]', "dates.formats", "mapping_no_format"),
        ("[list]", '[dates]\nformats = ["%Q"]\n[list]', "dates.formats", "mapping_no_format"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(line, instead, place, message):
    line = 'title = "t"' if line == 't = "t"' else line
    assert (place, message) in faults(WHOLE.replace(line, instead, 1))


@pytest.mark.parametrize(
    "form", ["%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%H:%M %d-%m-%Y", "%Y%m%d%H%M%S"]
)
def test_forms_of_times_that_are_in_use(form):
    assert read_mapping(f'{WHOLE}[dates]\nformats = ["{form}"]\n').dates.formats


def doubled(times):
    return "|".join(["[@, @]"] * times)


@pytest.mark.parametrize(
    "written",
    [
        lambda size: "|".join(["[@, @][]"] * size),
        lambda size: f"{doubled(size)} | to_string(@)",
        lambda size: f"({doubled(size)}) == ({doubled(size)})",
        doubled,
        lambda size: "|".join(["{a: @, b: @}"] * size),
        lambda size: "|".join(["t", *["join('', [@, @, @, @])"] * size]),
        lambda size: f"[{', '.join(['t'] * 66 * size)}] | map(&join(@, ['{'x' * 4000}', '{'y' * 4000}']), @)",
        lambda size: "ceil(to_number('1e999'))",
        lambda size: f"time_as(t, '%{'9' * (size // 6)}d')",
    ],
    ids=["flat", "written", "compared", "lists", "tables", "joined", "texts", "endless", "wide"],
)  # fmt: skip
def test_an_expression_that_asks_for_far_too_much_ends_as_soon_as_a_shorter_one(
    written,
):
    def ask(expression):
        with pytest.raises(WrongShape):
            search(expression, {"t": "x" * 4000}, "t")

    assert not grows_at(ask, lambda size: jmespath.compile(written(size)), 120)


def test_a_page_of_ten_thousand_records_is_not_too_much():
    rows = [{"id": n, "v": {"a": [{"x": "y" * 200}] * 5}} for n in range(10_000)]
    found = jmespath.compile("data[?v.a[0].x].{id: id, parts: v.a[].x, all: v}")
    assert len(search(found, {"data": rows}, "list.records")) == 10_000


def test_all_faults_are_told_at_once():
    assert len(faults('[list]\npaging = "x"\n[fields]\nbody = "("\n')) == 5
    assert faults("x" * 200_000) == [("", "mapping_too_long")]


SENDS = """
title = "Gửi"
[send]
batch = 5
[send.fields]
ten = "title"
[send.receipt]
id = "ma"
remote_id = "id"
accepted = "ok"
[send.deletion]
path = "{remote_id}"
"""


@pytest.mark.parametrize(
    ("line", "instead", "place", "message"),
    [
        ('ten = "title"', "", "send.fields", "mapping_missing"),
        ('ten = "title"', 'ten = "a[["', "send.fields.ten", "mapping_no_expression"),
        ('id = "ma"', "", "send.receipt.id", "mapping_missing"),
        ('accepted = "ok"', "", "send.receipt.accepted", "mapping_missing"),
        ('remote_id = "id"', "", "send.receipt.remote_id", "mapping_missing"),
        ('accepted = "ok"', "already = [200]", "send.receipt.already", "mapping_no_statuses"),
        ('path = "{remote_id}"', 'path = "{ma}"', "send.deletion.path", "mapping_unknown_placeholder"),
        ('path = "{remote_id}"', "", "send.deletion.path", "mapping_missing"),
        ("batch = 5", "batch = 5000", "send.batch", "mapping_batch_large"),
        ("batch = 5", 'batch = 5\npath = "{id}"', "send.batch", "mapping_batch_of_one"),
        ("batch = 5", 'path = "{remote_id}"', "send.path", "mapping_remote_id_unknown"),
        ("batch = 5", 'id = "type"', "send.id", "mapping_id_not_own"),
        ("batch = 5", 'id = "title"', "send.id", "mapping_id_not_own"),
        ("batch = 5", 'method = "GET"', "send.method", "mapping_no_choice"),
        ("batch = 5", 'key_header = "a b"', "send.key_header", "mapping_bad_header"),
        ("batch = 5", "[send.lookup]\npath = 'x'", "send.lookup.path", "mapping_no_placeholder"),
        ("batch = 5", "batsh = 5", "send.batsh", "mapping_unknown_key_near"),
    ],
)  # fmt: skip
def test_a_fault_of_sending_is_told_with_its_place(line, instead, place, message):
    assert (place, message) in faults(SENDS.replace(line, instead, 1))


@pytest.mark.parametrize("name", [*sorted(CLIENT_HEADERS), "AUTHORIZATION"])
def test_a_mapping_names_no_header_of_the_client(name):
    found = faults(SENDS.replace("batch = 5", f'batch = 5\nkey_header = "{name}"', 1))
    assert found == [("send.key_header", "mapping_bad_header")]


def test_a_mapping_may_only_send():
    found = read_mapping(SENDS)
    assert not found.can_read
    assert (found.sending.new.method, found.sending.new.batch) == ("POST", 5)
    assert read_mapping(WHOLE).sending is None
    both = read_mapping(WHOLE + "[send]" + SENDS.partition("[send]")[2])
    assert both.can_read and both.sending is not None


def sent(fields, values, more="", method="POST"):
    """Return what is sent of a record."""
    text = f"title = 'x'\n[send]\nmethod = '{method}'\n[send.fields]\n{fields}\n{more}"
    sending = read_mapping(text).sending
    record = build("oai:x.example:77", "news", {"title": "Luật", **values})
    row = row_of(record.identifier, record, sending)
    return element_of(sending.new.fields, row, empty=method == "PATCH")


@pytest.mark.parametrize(
    ("expression", "values", "found"),
    [
        ("name", {}, "77"),
        ("title", {}, "Luật"),
        ("issued", {"issued": datetime(2026, 2, 1, tzinfo=UTC)}, "2026-02-01T07:00:00+07:00"),
        ("time_as(issued, '%d/%m/%Y')", {"issued": datetime(2026, 2, 1, tzinfo=UTC)}, "01/02/2026"),
        ("plain_text(body)", {"body": "<p>Một &lt;</p><p>Hai</p>"}, "Một <\nHai"),
        ("kind", {"kind": Term("leaflet", "Tờ gấp")}, {"code": "TG", "title": "Tờ gấp"}),
        ("{a: {b: title}}", {}, {"a": {"b": "Luật"}}),
        ("attachments[].url", {"attachments": (FileReference("a.pdf", url="https://x.example/a.pdf"),)}, ["https://x.example/a.pdf"]),
    ],
)  # fmt: skip
def test_records_are_written_in_the_words_of_the_partner(expression, values, found):
    terms = '[terms.kind]\nTG = "leaflet"'
    assert sent(f'x = "{expression}"', values, terms) == {"x": found}


def test_what_has_no_value_is_left_out_or_cleared():
    assert sent('x = "description"', {}) == {}
    assert sent('x = "description"', {}, method="PATCH") == {"x": None}


def made(fields, row, more="", left_out=None):
    text = WHOLE.replace('title = "t"', f"title = \"'T'\"\n{fields}\n{more}")
    record = record_of(read_mapping(text), "1", row, URL, left_out)
    return {name: value for name, value in record.values.items() if name != "title"}


ZONE = '[dates]\nformats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]\nzone = "+07:00"'


@pytest.mark.parametrize(
    ("field", "row", "value"),
    [
        ("description", {"x": ["a", "b"]}, "a\nb"),
        ("creator", {"x": 5}, "5"),
        ("url", {"x": "/tin/1"}, "https://so.example/tin/1"),
        ("issued", {"x": "01/02/2026 07:00"}, datetime(2026, 2, 1, tzinfo=UTC)),
        ("issued", {"x": "2026-02-01T07:00:00"}, datetime(2026, 2, 1, tzinfo=UTC)),
        ("issued", {"x": "2026-02-01"}, datetime(2026, 1, 31, 17, tzinfo=UTC)),
        ("issued", {"x": 1769904000000}, datetime(2026, 2, 1, tzinfo=UTC)),
        ("issued_on", {"x": "01/02/2026"}, date(2026, 2, 1)),
        ("issued_on", {"x": "2026-01-31T23:00:00Z"}, date(2026, 2, 1)),
        ("year", {"x": "2026"}, 2026),
        ("keywords", {"x": ["a", "", "b"]}, ("a", "b")),
        ("kind", {"x": "TG"}, Term("leaflet")),
        ("kind", {"x": "khác"}, Term("khác", "khác")),
        ("subjects", {"x": {"code": 3, "title": "Đất"}}, (Term("3", "Đất"),)),
        ("body", {"x": None}, None),
        ("body", {}, None),
    ],
)
def test_values_become_those_of_the_field(field, row, value):
    terms = f'{ZONE}\n[terms.kind]\nTG = "leaflet"'
    assert made(f'{field} = "x"', row, terms).get(field) == value


def test_files_and_legal_documents_have_parts():
    fields = (
        'attachments = "tep[].{url: u, name: ten, size: s}"\n'
        'legal_documents = "vb[].{number: so, issued_on: ngay}"\n'
    )
    row = {
        "tep": [{"u": "/a.pdf", "ten": "A", "s": 7}, {"u": "/b.pdf"}],
        "vb": [{"so": "31/2024/QH15", "ngay": "2024-01-18"}, {}],
    }
    found = made(fields, row)
    first, second = found["attachments"]
    assert (first.url, first.name, first.size) == ("https://so.example/a.pdf", "A", 7)
    assert second.name == "b.pdf"
    (document,) = found["legal_documents"]
    assert (document.number, document.issued_on) == ("31/2024/QH15", date(2024, 1, 18))


def test_a_value_that_no_record_may_have_is_left_out_and_told():
    left_out = []
    found = made(
        'url = "u"\nissued = "d"', {"u": "javascript:1", "d": "hôm qua"}, "", left_out
    )
    assert found == {}
    assert [one.mapping["field"] for one in left_out] == ["url", "issued"]


@pytest.mark.parametrize("row", [{"x": {"a": 1}}, {"x": True}, {"x": [["a"]]}])
def test_what_is_no_value_of_the_kind_is_refused(row):
    with pytest.raises(InvalidRecord):
        made('description = "x"', row)


def test_an_expression_that_does_not_fit_is_refused():
    with pytest.raises(InvalidRecord, match="body: is not found"):
        made('body = "paragraphs(x)"', {"x": 3})


def test_the_shipped_list():
    row = {
        "id": 1204,
        "tieu_de": "Tin",
        "noi_dung": "Một < hai\n\nBa",
        "linh_vuc": {"id": 12, "ten": "Đất đai"},
        "co_quan": {"ten": "Sở Tư pháp"},
        "thoi_gian_dang_tai": "2026-03-20T16:02:11+07:00",
    }
    record = record_of(read_mapping(PAGED_LIST.text()), "1204", row, URL)
    assert record.type == "news"
    assert record["body"] == "<p>Một &lt; hai</p><p>Ba</p>"
    assert record["creator"] == "Sở Tư pháp"
    assert record["subjects"] == (Term("12", "Đất đai"),)
    row = {
        "id": 2,
        "so_ky_hieu": "12/KH",
        "trich_yeu": "Kế hoạch",
        "ngay_ban_hanh": "2026-01-05",
    }
    record = record_of(read_mapping(PAGED_LIST.text()), "2", row, URL)
    assert (record.type, record["title"]) == ("guidance", "Kế hoạch")
    assert record["issued_on"] == date(2026, 1, 5)


DC = """
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title xml:lang="vi">Luật Đất đai</dc:title><dc:creator>Sở Tư pháp</dc:creator>
  <dc:identifier>doi:10.1/1</dc:identifier>
  <dc:identifier>https://so.example/handle/1</dc:identifier>
  <dc:subject>Đất đai</dc:subject><dc:date>2026-02-01T00:00:00Z</dc:date><dc:date>2020</dc:date>
</oai_dc:dc>
"""


def test_dublin_core():
    tree = tree_of(etree.fromstring(DC))
    assert tree["title@lang"] == ["vi"]
    record = record_of(read_mapping(OAI_DC.text()), "oai:x:1", tree, URL)
    assert (record["title"], record["creator"]) == ("Luật Đất đai", "Sở Tư pháp")
    assert record["url"] == record.linked_text.url == "https://so.example/handle/1"
    assert record["keywords"] == ("Đất đai",)
    assert record["issued"] == datetime(2026, 2, 1, tzinfo=UTC)


MODS = """
title = "MODS"
reads = "xml"
prefix = "mods"
[fields]
title = "titleInfo[0].title[0]"
creator = "name[?\\"@type\\" == 'corporate'].namePart[0] | [0]"
issued_on = "originInfo[0].dateIssued[0]"
"""
RECORD = """
<ListRecords><record><header><identifier>oai:kho:1</identifier>
<datestamp>2026-02-01T00:00:00Z</datestamp></header><metadata>
<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>Sổ tay</title></titleInfo>
<name type="personal"><namePart>A</namePart></name>
<name type="corporate"><namePart>Sở Tư pháp</namePart></name>
<originInfo><dateIssued encoding="iso8601">2025-12-01</dateIssued></originInfo>
</mods></metadata></record></ListRecords>
"""


def test_any_format_of_oai_pmh_is_asked_for_and_read():
    script = Script([envelope(RECORD)])
    driver = OaiPmhDriver(script, URL, mapping=read_mapping(MODS))
    ((change,),) = [page.changes for page in driver.pages(Window())]
    assert script.asked == [{"verb": "ListRecords", "metadataPrefix": "mods"}]
    record = driver.parse(change)
    assert (record["title"], record["creator"]) == ("Sổ tay", "Sở Tư pháp")
    assert record["issued_on"] == date(2025, 12, 1)
