"""What pages tell machines: where the feeds are, and the record of a text."""

from exchange_content import add_text
from jsonschema import Draft202012Validator
from lxml import html
from new_items import create
from people import enter
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make
from pyld import jsonld
from sonla.pbgdpl.settings.public_address import ADDRESS_ANNOTATION
from zope.annotation.interfaces import IAnnotations

import base64
import extruct
import json
import pytest
import transaction

SCRIPT = "//script[@type='application/ld+json']"
DESCRIBED = {
    "pbgdpl-documents": "CollectionPage",
    "pbgdpl-search": "SearchResultsPage",
    "pbgdpl-imprint": "AboutPage",
    "reporters": "CollectionPage",
    "propagandists": "CollectionPage",
    "activities": "CollectionPage",
    "councils": "CollectionPage",
    "courses": "CollectionPage",
}
TYPES = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial", "Document")


def page(offered, obj, **headers):
    path = "/".join(obj.getPhysicalPath()[2:])
    answer = offered.fetch(f"/{path}", **headers)
    assert answer.status == 200
    return answer.content.decode()


def records(text: str) -> list[dict]:
    return [json.loads(one.text) for one in html.fromstring(text).xpath(SCRIPT)]


def no_network(url, options):
    raise AssertionError(f"asks for {url}")


def quads(data) -> str:
    """Return the triples of a document in canonical form."""
    how = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": no_network,
    }
    return jsonld.normalize(data, how)


@pytest.mark.parametrize("portal_type", TYPES)
def test_the_record_of_a_text_stands_in_its_page(offered, schema_text, portal_type):
    text = add_text(offered.section, portal_type)
    transaction.commit()
    shown = page(offered, text)
    (record,) = records(shown)
    Draft202012Validator(schema_text).validate(record)
    assert record["identifier"] == f"oai:localhost:{text.UID()}"
    assert record["url"] == f"{offered.url}/{offered.section.getId()}/{text.getId()}"
    assert record["version"] == 1
    (extracted,) = extruct.extract(shown, syntaxes=["json-ld"])["json-ld"]
    alone = offered.fetch(f"/{'/'.join(text.getPhysicalPath()[2:])}/@@pbgdpl-record")
    assert alone.getheader("Content-Type").startswith("application/ld+json")
    triples = quads(json.loads(alone.content))
    assert triples == quads(extracted) == quads(record)
    assert triples.count("\n") > 20


def test_no_text_can_end_the_element(offered):
    hostile = "</script><script>alert(1)</script><!-- & \u2028 ]]>"
    text = offered.publish(hostile, description=hostile, author_name=hostile)
    shown = page(offered, text)
    (record,) = records(shown)
    assert record["name"].startswith("</script><script>alert(1)")
    (element,) = html.fromstring(shown).xpath(SCRIPT)
    assert not set("<>&\u2028") & set(element.text)


def test_only_what_is_public_is_told(offered, functional):
    owner = base64.b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode())
    login = {"Authorization": f"Basic {owner.decode()}"}
    draft, text = offered.draft("Bản thảo"), offered.publish("Tin")
    assert records(page(offered, draft, **login)) == []
    assert len(records(page(offered, text, **login))) == 1
    path = "/".join(draft.getPhysicalPath()[2:])
    assert offered.fetch(f"/{path}/@@pbgdpl-record", **login).status == 404
    offered.set("exported_types", ["guidance"])
    assert records(page(offered, text)) == []
    offered.set("exported_types", ["news"])
    assert len(records(page(offered, text))) == 1
    offered.set("oai_enabled", False)
    assert records(page(offered, text)) == []


def test_pages_outside_of_sections_say_nothing(offered):
    outside = make(offered.portal, "Document", "Trang của cổng")
    transaction.commit()
    shown = page(offered, outside)
    assert records(shown) == []
    assert "atom.xml" not in shown


def things(expanded: dict, key: str) -> dict:
    (found,) = expanded[f"https://schema.org/{key}"]
    return found


def test_the_page_of_a_section_says_what_it_is(offered):
    texts = [offered.publish(f"Tin {number}") for number in range(12)]
    offered.draft("Bản thảo")
    offered.edit(offered.section, description="Tin & văn bản")
    offered.advance()
    shown = page(offered, offered.section)
    (data,) = records(shown)
    (extracted,) = extruct.extract(shown, syntaxes=["json-ld"])["json-ld"]
    assert quads(extracted) == quads(data)
    (found,) = jsonld.expand(data, {"documentLoader": no_network})
    address = f"{offered.url}/{offered.section.getId()}"
    assert found["@id"] == address
    assert found["@type"] == ["https://schema.org/CollectionPage"]
    assert things(found, "name") == {"@value": "Phổ biến, giáo dục pháp luật"}
    assert things(found, "description") == {"@value": "Tin & văn bản"}
    assert things(found, "url") == {"@id": address}
    assert things(found, "inLanguage")["@value"]
    assert things(things(found, "publisher"), "name")["@value"]
    whole = things(found, "isPartOf")
    assert whole["@type"] == ["https://schema.org/WebSite"]
    assert whole["@id"] == offered.url
    assert data["mainEntity"]["@type"] == "ItemList"
    listed = data["mainEntity"]["itemListElement"]
    assert [one["position"] for one in listed] == list(range(1, 11))
    known = {f"{address}/{text.getId()}" for text in texts}
    assert {one["url"] for one in listed} < known
    assert len({one["url"] for one in listed}) == 10


def test_the_page_of_a_unit_has_its_own_texts(offered):
    unit = make(offered.section, "ContributingUnit", "Sở Tư pháp", code="stp")
    transaction.commit()
    offered.publish("Tin")
    assert "mainEntity" not in records(page(offered, unit))[0]
    inside = offered.publish("Tin của đơn vị", container=unit)
    gone = offered.publish("Tin sẽ rút", container=unit)
    offered.advance()
    offered.withdraw(gone)
    (data,) = records(page(offered, unit))
    section = f"{offered.url}/{offered.section.getId()}"
    assert data["name"] == "Sở Tư pháp"
    assert data["isPartOf"]["@id"] == section
    (only,) = data["mainEntity"]["itemListElement"]
    assert only["url"] == f"{section}/{unit.getId()}/{inside.getId()}"


def test_places_say_nothing_where_nothing_is_offered(offered, functional):
    owner = base64.b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode())
    login = {"Authorization": f"Basic {owner.decode()}"}
    offered.publish("Tin")
    offered.advance()
    with api.env.adopt_roles(["Manager"]):
        private = create(
            offered.section, "ContributingUnit", title="Sở mới", code="so-moi"
        )
    transaction.commit()
    assert records(page(offered, private, **login)) == []
    offered.set("exported_types", ["guidance"])
    (data,) = records(page(offered, offered.section))
    assert "mainEntity" not in data
    offered.set("oai_enabled", False)
    assert records(page(offered, offered.section)) == []
    for name in DESCRIBED:
        assert records(view(offered, f"{offered.section.getId()}/@@{name}")) == []


def view(offered, path):
    answer = offered.fetch(f"/{path}")
    assert answer.status == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", DESCRIBED)
def test_pages_that_are_no_content_say_what_they_are(offered, name):
    unit = make(offered.section, "ContributingUnit", "Sở Tư pháp", code="stp")
    transaction.commit()
    section = offered.section.getId()
    places = {
        "": ("WebSite", offered.url),
        f"{section}/": ("CollectionPage", f"{offered.url}/{section}"),
        f"{section}/{unit.getId()}/": (
            "CollectionPage",
            f"{offered.url}/{section}/{unit.getId()}",
        ),
    }
    # Asked at the portal, a page of the only section is drawn in it, and is that page.
    places[""] = places[f"{section}/"]
    for start in (f"{section}/",) if name == "pbgdpl-imprint" else places:
        shown = view(offered, f"{start}@@{name}")
        (data,) = records(shown)
        (extracted,) = extruct.extract(shown, syntaxes=["json-ld"])["json-ld"]
        assert quads(extracted) == quads(data)
        (found,) = jsonld.expand(data, {"documentLoader": no_network})
        assert found["@type"] == [f"https://schema.org/{DESCRIBED[name]}"]
        assert found["@id"] == f"{offered.url}/{start or section + '/'}@@{name}"
        heading = html.fromstring(shown).xpath("//h1")[0].text_content()
        assert things(found, "name") == {"@value": " ".join(heading.split())}
        whole = things(found, "isPartOf")
        assert (whole["@type"], whole["@id"]) == (
            [f"https://schema.org/{places[start][0]}"],
            places[start][1],
        )
        assert things(things(found, "publisher"), "name")["@value"]


def test_pages_of_a_place_that_is_not_public_say_nothing(offered, functional):
    owner = base64.b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode())
    with api.env.adopt_roles(["Manager"]):
        api.content.create(offered.section, "ContributingUnit", "moi", "Mới", code="m")
    transaction.commit()
    path = f"/{offered.section.getId()}/moi/@@pbgdpl-search"
    answer = offered.fetch(path, Authorization=f"Basic {owner.decode()}")
    assert answer.status == 200
    assert records(answer.content.decode()) == []


def test_nothing_that_was_asked_and_nobody_is_told(offered):
    """What a list shows stays out: people may leave it, harvesters would keep them."""
    person = enter(offered.section, "Lò Văn Mẫu", full_name="Lò Văn Mẫu")
    transaction.commit()
    assert api.content.get_state(person) == "recognised"
    shown = view(offered, f"{offered.section.getId()}/@@reporters?text=M%E1%BA%ABu")
    assert "Lò Văn Mẫu" in shown
    (element,) = html.fromstring(shown).xpath(SCRIPT)
    assert "Mẫu" not in element.text
    hostile = "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E"
    (element,) = html.fromstring(
        view(offered, f"@@pbgdpl-search?text={hostile}")
    ).xpath(SCRIPT)
    assert "alert" not in element.text


def test_no_name_around_a_page_can_end_the_element(offered):
    hostile = "</script><script>alert(1)</script><!-- & ]]>"
    offered.edit(offered.section, title=hostile)
    shown = view(offered, f"{offered.section.getId()}/@@pbgdpl-documents")
    (data,) = records(shown)
    assert data["isPartOf"]["name"] == hostile
    (element,) = html.fromstring(shown).xpath(SCRIPT)
    assert not set("<>&") & set(element.text)


def test_no_title_of_a_place_can_end_the_element(offered):
    hostile = "</script><script>alert(1)</script><!-- & ]]>"
    offered.edit(offered.section, title=hostile, description=hostile)
    shown = page(offered, offered.section)
    (data,) = records(shown)
    assert data["name"] == data["description"] == hostile
    (element,) = html.fromstring(shown).xpath(SCRIPT)
    assert not set("<>&") & set(element.text)


def feeds(text: str) -> list[str]:
    links = html.fromstring(text).xpath("//head/link[@rel='alternate']")
    kinds = ("application/atom+xml", "application/rss+xml")
    return [one.get("href") for one in links if one.get("type") in kinds]


def test_feeds_are_found_from_each_page_of_the_section(offered):
    unit = make(offered.section, "ContributingUnit", "Sở Tư pháp", code="stp")
    transaction.commit()
    text = offered.publish("Tin")
    inside = offered.publish("Tin của đơn vị", container=unit)
    section = f"{offered.url}/{offered.section.getId()}"
    own = [f"{section}/atom.xml", f"{section}/rss.xml"]
    assert feeds(page(offered, offered.section)) == own
    assert feeds(page(offered, text)) == own
    units = [f"{section}/{unit.getId()}/{name}" for name in ("atom.xml", "rss.xml")]
    assert feeds(page(offered, inside)) == [*units, *own]
    for address in (*own, *units):
        assert offered.fetch(address.removeprefix(offered.url)).status == 200
    offered.set("oai_enabled", False)
    assert feeds(page(offered, text)) == []


def test_the_landing_page_leads_people_to_the_feeds(offered):
    shown = html.fromstring(page(offered, offered.section))
    (block,) = shown.xpath("//*[contains(@class, 'pbgdpl-feeds')]")
    (link,) = block.xpath(".//a")
    assert link.text_content() == f"New texts: {offered.section.title}"
    assert link.get("type") == "application/atom+xml"
    offered.set("oai_enabled", False)
    assert "pbgdpl-feeds" not in page(offered, offered.section)


def test_no_record_has_a_name_before_the_public_address_is_known(offered):
    """Others would keep it for ever, and it would be that of no portal."""
    text = offered.publish("Tin chưa có tên")
    offered.set("repository_id", "")
    api.portal.set_registry_record("sonla.pbgdpl.public_address", "")
    IAnnotations(offered.portal).pop(ADDRESS_ANNOTATION, None)
    transaction.commit()
    told = page(offered, text)
    record = json.loads(page_of_record(offered, text))
    assert records(told) and record["name"] == "Tin chưa có tên"
    assert "oai:" not in told and not {"@id", "identifier"} & set(record)


def page_of_record(offered, obj):
    """Return the record of a text at its own address."""
    path = "/".join(obj.getPhysicalPath()[2:])
    return offered.fetch(f"/{path}/@@pbgdpl-record").content
