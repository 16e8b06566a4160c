"""The Atom feed: valid, complete by its archives, and true about what is gone."""

from feed_documents import address
from feed_documents import ATOM
from feed_documents import gone
from feed_documents import uids
from lxml import etree
from plone import api
from public_content import make
from public_content import make_section
from sonla.pbgdpl.exchange.pages.feeds import AtomView

import pytest
import transaction


@pytest.fixture
def pieces(monkeypatch):
    """Let feeds and archives have four records."""
    monkeypatch.setattr(AtomView, "size", 4)
    monkeypatch.setattr("sonla.pbgdpl.exchange.ledger.PIECE", 4)


def documents(atom) -> list[etree._Element]:
    """Fetch the feed and all its archives, as RFC 5005 says."""
    found = [atom()]
    while target := address(found[-1], "prev-archive"):
        found.append(atom(target))
    return found


def test_what_changed_last_comes_first(offered, atom):
    texts = []
    for number in range(3):
        texts.append(offered.publish(f"Tin {number}"))
        offered.advance(10)
    offered.advance()
    assert uids(atom()) == [text.UID() for text in reversed(texts)]
    offered.edit(texts[0], title="Sửa")
    offered.advance()
    root = atom()
    assert uids(root)[0] == texts[0].UID()
    assert root.findtext("a:entry/a:title", namespaces=ATOM) == "Sửa"
    stamps = [one.text for one in root.iterfind("a:entry/a:updated", ATOM)]
    assert stamps == sorted(stamps, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == stamps[0]


def test_ids_stay_whatever_moves(offered, atom):
    text = offered.publish("Tin", "Document")
    offered.advance()
    before = atom()
    offered.move(text, offered.folder("Thư mục"))
    offered.advance()
    after = atom()
    for path in ("a:id", "a:entry/a:id"):
        same = before.findtext(path, namespaces=ATOM)
        assert after.findtext(path, namespaces=ATOM) == same
    assert address(after.find("a:entry", ATOM), "alternate").endswith("/thu-muc/tin")


def test_what_is_gone_is_a_tombstone(offered, atom):
    withdrawn, deleted = offered.publish("Một"), offered.publish("Hai")
    uid = deleted.UID()
    offered.withdraw(withdrawn)
    offered.delete(deleted)
    offered.advance()
    root = atom()
    assert uids(root) == []
    assert set(gone(root)) == {withdrawn.UID(), uid}


def test_archives_have_everything(offered, atom, pieces):
    texts = [offered.publish(f"Tin {number}") for number in range(9)]
    names = [text.UID() for text in texts]
    offered.advance()
    offered.edit(texts[0], title="Sửa")
    offered.delete(texts[1])
    offered.advance()
    found = documents(atom)
    archives = found[1:]
    assert len(archives) == 2
    assert found[0].find("fh:archive", ATOM) is None
    for archive in archives:
        assert archive.find("fh:archive", ATOM) is not None
        assert address(archive, "current") == address(found[0], "self")
    entries = {uid for root in found for uid in uids(root)}
    tombs = {uid for root in found for uid in gone(root)}
    assert tombs == {names[1]}
    assert entries == {*names} - tombs


def test_in_an_archive_nothing_changes_but_what_is_followed_by_another_change(
    offered, atom, pieces
):
    texts = [offered.publish(f"Tin {number}") for number in range(8)]
    offered.advance()
    oldest = address(atom(address(atom(), "prev-archive")), "prev-archive")
    before = atom(oldest)
    for number in range(4):
        offered.publish(f"Neu {number}")
    offered.advance()
    assert etree.tostring(atom(oldest)) == etree.tostring(before)
    victim = uids(before)[0]
    offered.withdraw(next(text for text in texts if text.UID() == victim))
    offered.advance()
    after = atom(oldest)
    assert uids(after) == uids(before)[1:]
    for path in ("a:id", "a:updated"):
        same = before.findtext(path, namespaces=ATOM)
        assert after.findtext(path, namespaces=ATOM) == same
    assert victim in gone(atom())


def test_withdrawn_text_stands_in_no_archive(offered, atom, pieces):
    texts = [offered.publish(f"Bí mật {number}") for number in range(9)]
    offered.advance()
    assert "Bí mật" in "".join(map(etree.tounicode, documents(atom)))
    for text in texts:
        offered.withdraw(text)
    offered.advance()
    assert "Bí mật" not in "".join(map(etree.tounicode, documents(atom)))


def test_each_section_and_unit_has_its_own(offered, atom):
    other = make_section(offered.portal, "Khác")
    unit = make(offered.section, "ContributingUnit", "Sở Tư pháp", code="stp")
    mine = offered.publish("Của chuyên trang")
    theirs = offered.publish("Của chuyên trang khác", container=other)
    units = offered.publish("Của đơn vị", container=unit)
    offered.advance()
    assert set(uids(atom())) == {mine.UID(), units.UID()}
    assert uids(atom(f"/{other.getId()}/atom.xml")) == [theirs.UID()]
    path = "/".join(unit.getPhysicalPath()[2:])
    assert uids(atom(f"/{path}/atom.xml")) == [units.UID()]


def test_drafts_and_hidden_files_stay_inside(offered, atom):
    offered.draft("Bản thảo")
    text = offered.publish("Tin", author_name="Cà Thị Minh Họa")
    offered.advance()
    root = atom()
    assert uids(root) == [text.UID()]
    entry = etree.tostring(root.find("a:entry", ATOM), encoding="unicode")
    assert "Cà Thị Minh Họa" in entry
    assert "test_user" not in entry and "test-user" not in entry


def test_an_empty_feed_is_valid(offered, atom):
    root = atom()
    assert (uids(root), gone(root)) == ([], [])


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, ""])
def test_an_archive_that_is_not_there(offered, number):
    path = f"/{offered.section.getId()}/atom.xml?archive={number}"
    assert offered.fetch(path).status == 404


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_closed_by_the_setting(offered, name):
    path = f"/{offered.section.getId()}/{name}"
    assert offered.fetch(path).status == 200
    offered.set("oai_enabled", False)
    assert offered.fetch(path).status == 404


def test_a_closed_type_is_gone(offered, atom):
    text = offered.publish("Kế hoạch", "Guidance", number="12/KH-UBND")
    offered.advance()
    assert uids(atom()) == [text.UID()]
    offered.set("exported_types", ["news"])
    offered.advance()
    assert gone(atom()) == [text.UID()]


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_what_is_known_is_not_sent_again(offered, name):
    offered.publish("Tin")
    offered.advance()
    path = f"/{offered.section.getId()}/{name}"
    first = offered.fetch(path)
    again = offered.fetch(path, If_None_Match=first.getheader("ETag"))
    assert (again.status, again.content) == (304, b"")
    since = offered.fetch(path, If_Modified_Since=first.getheader("Last-Modified"))
    assert since.status == 304
    offered.publish("Tin mới")
    offered.advance()
    assert offered.fetch(path, If_None_Match=first.getheader("ETag")).status == 200
    since = offered.fetch(path, If_Modified_Since=first.getheader("Last-Modified"))
    assert since.status == 200


def test_a_section_that_visitors_may_not_see_has_no_public_feed(offered):
    offered.publish("Tin")
    offered.withdraw(offered.section)
    offered.advance()
    answer = offered.fetch(f"/{offered.section.getId()}/atom.xml")
    assert answer.status == 410


def test_outside_of_sections_the_feeds_are_those_of_plone(offered):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(offered.portal, "Folder", id="khac")
        api.content.transition(offered.portal["khac"], to_state="published")
    transaction.commit()
    assert offered.fetch("/khac/atom.xml").status == 404  # as nobody switched it on
