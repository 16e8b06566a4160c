"""What a visitor sees."""

from lxml import html

import json


def page(server, target: str = "/"):
    answer = server.get(target)
    assert answer.getheader("Content-Security-Policy").startswith("default-src 'none'")
    return html.fromstring(answer.content.decode())


def push(server, title: str) -> None:
    name = "oai:tinh.example:1"
    document = {
        "@context": {},
        "@type": "NewsArticle",
        "identifier": name,
        "name": title,
    }
    headers = {"Content-Type": "application/ld+json", "If-None-Match": "*"}
    server.fetch("PUT", f"/push/records/{name}", json.dumps(document), **headers)


def test_first_page_tells_in_vietnamese_what_there_is(server):
    root = page(server)
    assert root.get("lang") == "vi"
    text = root.text_content()
    assert "Dữ liệu mẫu" in text
    for address in (server.oai_url, server.atom_url, server.rss_url, server.push_url):
        assert address in text
    newest = server.record(server.identifiers()[-1]).fields["title"]
    assert newest in text
    rows = [[cell.text for cell in row] for row in root.iterfind(".//tr")]
    assert ["Tổng cộng", str(len(server.identifiers())), "0"] in rows


def test_first_page_tells_what_came_and_what_goes_wrong(server):
    push(server, "Tin <b>của tỉnh</b>")
    server.inject("status", code=500, times=3)
    server.get("/oai?verb=Identify")
    text = page(server).text_content()
    assert "Tin <b>của tỉnh</b>" in text
    assert "GET /oai?verb=Identify" in text
    rows = [[cell.text for cell in row] for row in page(server).iterfind(".//tr")]
    assert ["1", "status", "1", "3"] in rows


def test_a_record_has_a_page_at_its_address(server):
    record = server.record(server.identifiers()[0])
    target = record.fields["url"].removeprefix(server.base_url)
    root = page(server, target)
    assert root.findtext(".//h1") == record.fields["title"]
    assert record.identifier in root.text_content()


def test_what_was_received_is_shown_as_it_came(server):
    push(server, "<script>alert(1)</script>")
    root = page(server, "/tin/oai:tinh.example:1")
    assert root.findtext(".//h1") == "<script>alert(1)</script>"
    assert root.findall(".//script") == []
    assert '"@type": "NewsArticle"' in root.findtext(".//pre")


def test_what_was_deleted_is_not_shown(server):
    name = server.identifiers()[0]
    title = server.record(name).fields["title"]
    server.delete(name)
    answer = server.get(f"/tin/{name.rpartition(':')[2]}")
    assert answer.status == 410
    assert title not in answer.content.decode()


def test_no_page(server):
    assert server.get("/tin/khong-co").status == 404
    assert server.get("/khong-co").status == 404


def test_every_record_has_a_page(server):
    names = server.identifiers()
    found = {server.get(f"/tin/{name.rpartition(':')[2]}").status for name in names}
    assert found == {200}


def test_files_that_are_none(server):
    for name in ("x.exe", "..%2Fx.pdf", ""):
        assert server.get(f"/files/{name}").status == 404
