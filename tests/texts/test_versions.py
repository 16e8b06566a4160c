"""The same text in other languages, and heard: entered once, shown everywhere, drafts nowhere."""

from lxml import html
from made_once import made_once
from new_items import create
from plone import api
from plone.app.testing import logout
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from public_content import make
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.texts.sound import sound_length
from sonla.pbgdpl.texts.versions import IVersions
from sonla.pbgdpl.texts.versions import RELATED_TYPES
from sonla.pbgdpl.texts.versions import sound_file
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import full_list
from z3c.relationfield import RelationValue
from z3c.relationfield.event import updateRelations
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import modified

import pytest

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""One of MPEG sound: 128 kbit/s, 44,100 a second, 1,152 samples."""


def mp3(seconds):
    """Make a silent sound."""
    return FRAME * round(seconds * 44100 / 1152)


def relate(source, *targets):
    ids = getUtility(IIntIds)
    source.other_versions = [RelationValue(ids.getId(one)) for one in targets]
    updateRelations(source, None)


@pytest.fixture
def read(http_request):
    """Return a function that reads the page of a text as a stranger."""

    def read(text):
        logout()
        return html.fromstring(getMultiAdapter((text, http_request), name="view")())

    return read


@pytest.fixture
def shown(read):
    """Return what leads to other versions: words, title with its language, hreflang."""

    def shown(text):
        return [
            (
                " ".join(link.text_content().partition(":")[0].split()),
                link.find("span").text.removeprefix(": "),
                link.find("span").get("lang"),
                link.get("hreflang"),
            )
            for link in read(text).xpath("//nav[contains(@class, 'versions')]//a")
        ]

    return shown


@pytest.fixture
def three(section):
    """Return a text and its versions in two other languages."""
    return made_once(api.portal.get(), make_three, section.getPhysicalPath())


def make_three(portal, path):
    """Make a text and its versions in two other languages in the section at a path."""
    section = portal.unrestrictedTraverse(path)
    vietnamese = make(section, "LegalIntroduction", "Luật Đất đai", kind="de-cuong")
    hmong = make(section, "LegalNews", "Txoj cai av", text_language="hmn")
    thai = make(
        section, "EducationMaterial", "Luật đin", kind="audio", text_language="blt"
    )
    relate(hmong, vietnamese)
    relate(thai, vietnamese)
    return vietnamese, hmong, thai


def test_each_leads_to_all_others_whichever_type_they_have(three, shown):
    vietnamese, hmong, thai = three
    expected = {
        vietnamese: ("Version in tiếng Việt", "Luật Đất đai", "vi", "vi"),
        hmong: ("Version in tiếng Mông", "Txoj cai av", "hmn", "hmn"),
        thai: ("Version in tiếng Thái Đen", "Luật đin", "blt", "blt"),
    }
    for one in three:
        assert set(shown(one)) == {expected[other] for other in three if other != one}


@pytest.mark.parametrize("portal_type", RELATED_TYPES)
def test_every_type_of_text_may_have_them(section, shown, three, portal_type):
    if portal_type == "LegalQuestion":
        one = put(ask(section, "Bản khác", text_language="mtq"), "published")
    else:
        kinds = {"EducationMaterial": "to-gap", "LegalIntroduction": "de-cuong"}
        fields = {"kind": kinds[portal_type]} if portal_type in kinds else {}
        one = make(section, portal_type, "Bản khác", text_language="mtq", **fields)
    assert IVersions.providedBy(one)
    relate(one, three[0])
    assert len(shown(one)) == 3
    assert ("Version in tiếng Mường", "Bản khác", "mtq", "mtq") in shown(three[0])


def test_a_bilingual_version_has_no_language_tag(three, section, shown, read):
    both = make(
        section,
        "EducationMaterial",
        "Song ngữ",
        kind="audio",
        text_language="song-ngu-vi-hmn",
        file=NamedBlobFile(mp3(1), "audio/mpeg", "doc.mp3"),
        transcript="Nyob zoo",
    )
    relate(both, three[0])
    (found,) = [line for line in shown(three[0]) if line[1] == "Song ngữ"]
    assert found == ("Version in song ngữ Việt - Mông", "Song ngữ", None, None)
    assert not read(both).xpath("//*[@lang=''] | //*[@hreflang='']")


def test_the_head_names_a_page_a_language_to_search_engines(three, section, read):
    vietnamese, hmong, thai = three
    draft = make(section, "LegalNews", "Luật", text_language="twh")
    both = make(section, "LegalNews", "Hai", text_language="song-ngu-vi-hmn")
    again = make(section, "LegalNews", "Txoj cai ob", text_language="hmn")
    alone = make(section, "LegalNews", "Một mình")
    for one in (draft, both, again):
        relate(one, vietnamese)
    set_state(draft, editorial_workflow(), "withdrawn")
    addresses = {"blt": thai, "hmn": hmong, "vi": vietnamese}
    expected = {tag: in_public(one.absolute_url()) for tag, one in addresses.items()}
    for one in (*three, both):
        links = read(one).xpath("//head/link[@rel='alternate'][@hreflang]")
        assert {link.get("hreflang"): link.get("href") for link in links} == expected
        assert len(links) == len(expected)
    assert not read(alone).xpath("//head/link[@hreflang]")


def test_a_draft_is_not_named_and_its_versions_still_find_each_other(three, shown):
    vietnamese, hmong, _thai = three
    set_state(vietnamese, editorial_workflow(), "withdrawn")
    assert [line[1] for line in shown(hmong)] == ["Luật đin"]


@pytest.mark.parametrize("state", ["draft", "pending_approval", "withdrawn"])
def test_what_is_not_public_connects_no_texts_of_others(section, three, shown, state):
    foreign = make(section, "LegalNews", "Của đơn vị khác", text_language="mtq")
    draft = make(section, "LegalNews", "Bản nháp", text_language="tou")
    relate(draft, three[0], foreign)
    set_state(draft, editorial_workflow(), state)
    assert shown(foreign) == []
    assert len(shown(three[0])) == 2
    set_state(draft, editorial_workflow(), "published")
    assert len(shown(foreign)) == 4


def test_a_deleted_version_breaks_nothing(three, shown):
    vietnamese, _hmong, thai = three
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(thai, check_linkintegrity=False)
    assert [line[1] for line in shown(vietnamese)] == ["Txoj cai av"]


def test_alone_there_is_nothing(section, read):
    page = read(make(section, "LegalNews", "Một mình"))
    assert not page.xpath("//*[@id='pbgdpl-sound'] | //*[contains(@class, 'versions')]")


def test_heading_and_lists_say_in_which_language_a_title_is(three, read, section):
    vietnamese, hmong, _thai = three
    hmong.description = "Piav txog txoj cai"
    hmong.reindexObject()
    page = read(hmong)
    assert page.find(".//h1").get("lang") == "hmn"
    assert page.xpath("//p[@class='lead']/@lang") == ["hmn"]
    assert read(vietnamese).find(".//h1").get("lang") is None
    brains = api.content.find(context=section, sort_on="sortable_title")
    listed = html.fromstring(full_list(list(entries_of(brains))))
    languages = {link.text: link.get("lang") for link in listed.iter("a")}
    assert languages["Txoj cai av"] == "hmn"
    assert languages["Luật đin"] == "blt"
    assert languages["Luật Đất đai"] is None
    said = {item.find("a").text: item.findtext("p") or "" for item in listed.iter("li")}
    assert "Tiếng Mông" in said["Txoj cai av"] and "Tiếng Thái" in said["Luật đin"]
    assert "Tiếng" not in said["Luật Đất đai"]


PARTS = {
    "LegalIntroduction": {
        "kind": "de-cuong",
        **dict.fromkeys(("in_brief", "affected", "changes", "to_do"), ("Lus Hmoob",)),
        "penalties": [{"act": "Lus Hmoob"}],
        "terms": [{"term": "Lus Hmoob", "meaning": "Lus Hmoob"}],
    },
    "LifeSituation": {
        **dict.fromkeys(
            ("summary", "conditions", "if_not_done", "do_not"), ("Lus Hmoob",)
        ),
        "steps": [{"title": "Lus Hmoob", "what": "Lus Hmoob", "papers": "Lus Hmoob"}],
    },
    "LegalNews": {},
}


@pytest.mark.parametrize("portal_type", PARTS)
def test_every_part_that_its_author_wrote_says_its_language(section, read, portal_type):
    body = RichTextValue("<p>Lus Hmoob</p>", "text/html", "text/x-html-safe")
    made = make(
        section,
        portal_type,
        "Lus Hmoob",
        description="Lus Hmoob",
        text=body,
        text_language="hmn",
        **PARTS[portal_type],
    )
    article = read(made).get_element_by_id("content")
    said = [
        one
        for one in article.iter()
        if "Lus Hmoob" in (one.text or "", one.tail) and not one.get("itemprop")
    ]
    assert len(said) >= 3
    for element in said:
        languages = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        assert languages == ["hmn"], html.tostring(element)


def test_a_sound_is_heard_on_the_page_with_its_length_and_size(three, read, shown):
    vietnamese, hmong, _thai = three
    hmong.recording = NamedBlobFile(mp3(252), "audio/mpeg", "đọc.mp3")
    page = read(hmong)
    (player,) = page.iter("audio")
    assert (player.get("preload"), player.get("lang")) == ("none", "hmn")
    assert player.get("controls")
    assert player.get("src").endswith("/@@download/recording/%C4%91%E1%BB%8Dc.mp3")
    words = " ".join(page.get_element_by_id("pbgdpl-sound").text_content().split())
    assert words == "Listen to this text in tiếng Mông (4 min 12 s · 3.8 MB)"
    icons = (
        "//nav[contains(@class, 'versions')]//a[@hreflang='hmn']/*[local-name()='svg']"
    )
    assert len(read(vietnamese).xpath(icons)) == 1


@pytest.mark.parametrize("data", [b"", b"ID3", b"\xff\xfb" * 9, b"OggS" + bytes(99)])
def test_a_damaged_sound_has_no_length_and_breaks_no_page(three, read, data):
    hmong = three[1]
    hmong.recording = NamedBlobFile(data, "audio/mpeg", "doc.mp3")
    assert sound_length(hmong.recording) == 0
    assert len(list(read(hmong).iter("audio"))) == 1


@pytest.mark.parametrize("name", ["doc.wav", "doc.pdf", "doc", "doc.mp3.exe"])
def test_what_browsers_do_not_play_is_no_sound(name):
    with pytest.raises(InvalidInput):
        sound_file(NamedBlobFile(b"x", "audio/mpeg", name))
    assert sound_file(NamedBlobFile(b"x", "audio/mpeg", "Doc.MP3"))


def test_a_sound_is_what_its_name_says(section):
    """Whoever sends it may call it a page."""
    with api.env.adopt_roles(["Manager"]):
        sound = NamedBlobFile(mp3(1), "text/html", "doc.mp3")
        text = create(section, "LegalNews", title="Tin", recording=sound)
        assert text.recording.contentType == "audio/mpeg"
        text.recording = NamedBlobFile(mp3(1), "text/html", "doc.ogg")
        modified(text)
    assert text.recording.contentType == "audio/ogg"
