"""Feeds that others' software writes, read over the loopback interface."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from feedgen.feed import FeedGenerator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from loopback_http import Server
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from subprocess import run
from sync_clients import client_of

import jsonfeed
import pytest
import sys
import threading

START = datetime(2026, 2, 1, tzinfo=UTC)
NUMBERS = range(30)


def title(number):
    return f"Luật Đất đai & phần <{number}>"


@pytest.fixture
def site(tmp_path):
    """Serve a folder, as a web server does for a static site."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.02,)).start()
        yield tmp_path, Server(port=listening.server_address[1])
        listening.shutdown()


def generated():
    feed = FeedGenerator()
    feed.id("https://so.example/")
    feed.title("Tin pháp luật")
    feed.link(href="https://so.example/")
    feed.description("Tin của Sở Tư pháp")
    feed.language("vi")
    for number in NUMBERS:
        entry = feed.add_entry()
        entry.id(f"https://so.example/tin/{number}")
        entry.guid(f"https://so.example/tin/{number}")
        entry.link(href=f"https://so.example/tin/{number}")
        entry.title(title(number))
        entry.summary("Tóm tắt")
        entry.content(f"<p>Nội dung {number}</p>", type="html")
        entry.published(START + timedelta(hours=number))
        entry.updated(START + timedelta(hours=number))
        entry.enclosure("https://so.example/tep.pdf", "617", "application/pdf")
    return feed


def records_of(server, name):
    address = f"http://{server.host}/{name}"
    driver = FeedDriver(client_of(server), address)
    assert driver.identify().name == "Tin pháp luật"
    return {
        change.remote_id: driver.parse(change)
        for page in driver.pages(Window())
        for change in page.changes
    }


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_feed_of_feedgen_is_read_whole(site, name):
    folder, server = site
    feed = generated()
    write = feed.atom_file if name == "atom.xml" else feed.rss_file
    write(str(folder / name))
    found = records_of(server, name)
    assert found.keys() == {f"https://so.example/tin/{number}" for number in NUMBERS}
    for number in NUMBERS:
        record = found[f"https://so.example/tin/{number}"]
        assert record["title"] == title(number)
        assert record["issued"] == START + timedelta(hours=number)
        if name == "rss.xml":  # feedgen puts none into Atom
            (file,) = record["attachments"]
            assert file.url == "https://so.example/tep.pdf"
        assert record["body"] == f"<p>Nội dung {number}</p>"


def items():
    for number in NUMBERS:
        moment = (START + timedelta(hours=number)).isoformat()
        yield jsonfeed.Item(
            id=f"https://so.example/tin/{number}",
            url=f"https://so.example/tin/{number}",
            title=title(number),
            summary="Tóm tắt",
            content_html=f"<p>Nội dung {number}</p>",
            date_published=moment,
            date_modified=moment,
            tags=["Đất đai"],
            attachments=[
                jsonfeed.Attachment("https://so.example/tep.pdf", "application/pdf")
            ],
        )


def test_a_json_feed_of_jsonfeed_util_is_read_whole(site):
    folder, server = site
    feed = jsonfeed.Feed("Tin pháp luật", language="vi", items=list(items()))
    (folder / "feed.json").write_text(feed.to_json(), encoding="utf-8")
    found = records_of(server, "feed.json")
    assert found.keys() == {f"https://so.example/tin/{number}" for number in NUMBERS}
    for number in NUMBERS:
        record = found[f"https://so.example/tin/{number}"]
        assert record["title"] == title(number)
        assert record["issued"] == START + timedelta(hours=number)
        assert record["keywords"] == ("Đất đai",)
        assert record["body"] == f"<p>Nội dung {number}</p>"
        (file,) = record["attachments"]
        assert file.url == "https://so.example/tep.pdf"


TEXT = """\
Title: Luật Đất đai {number}
Date: 2026-02-0{number} 07:00
Category: Đất đai
Summary: Tóm tắt {number}

Nội dung **{number}**
"""


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_static_site_is_read(site, name):
    folder, server = site
    content = folder / "content"
    content.mkdir()
    for number in range(1, 6):
        text = TEXT.format(number=number)
        (content / f"{number}.md").write_text(text, encoding="utf-8")
    settings = {
        "SITEURL": "https://so.example",
        "FEED_DOMAIN": "https://so.example",
        "FEED_ALL_ATOM": "atom.xml",
        "FEED_ALL_RSS": "rss.xml",
        "RSS_FEED_SUMMARY_ONLY": True,
        "TIMEZONE": "Asia/Ho_Chi_Minh",
        "SITENAME": "Tin pháp luật",
        "AUTHOR": "Sở Tư pháp",
    }
    written = folder / "settings.py"
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    written.write_text("\n".join(lines), encoding="utf-8")
    # Apart, as its directives would take the place of those that Sphinx has in this process
    words = ("-m", "pelican", "-q", "-s", written, "-o", folder / "site", content)
    run([sys.executable, *words], check=True)
    found = records_of(server, f"site/{name}")
    assert len(found) == 5
    (record,) = (one for one in found.values() if one["title"] == "Luật Đất đai 3")
    assert record["issued"] == START + timedelta(days=2)
    assert record["url"] == "https://so.example/luat-dat-dai-3.html"
    assert record["keywords"] == ("Đất đai",)
    assert record["creator"] == "Sở Tư pháp"
    if name == "atom.xml":
        assert record["body"] == "<p>Nội dung <strong>3</strong></p>"
