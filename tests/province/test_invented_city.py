"""A portal of another province: a city of wards. Nothing in it names the shipped one."""

from Acquisition import aq_base
from datetime import date
from harvested_portal import allow
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from invented_city import CITY
from io import BytesIO
from people import enter
from people import recognition
from plone import api
from province_words import named_in
from province_words import words_of
from public_content import make
from public_content import make_section
from pypdf import PdfReader
from secured_portal import make_one_of_each
from secured_portal import people
from secured_portal import warm_up
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.people.importing.terms import Agencies
from sonla.pbgdpl.people.importing.terms import TerritoryLookup
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE
from sonla.pbgdpl.sections.setup import create_structure
from sonla.pbgdpl.statistics.paper.report_presentation import words_for
from sonla.pbgdpl.units.creation import make_units
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.offices import COURT
from sonla.pbgdpl.units.offices import offices_of
from sonla.pbgdpl.units.proposals import from_rows
from sonla.pbgdpl.units.proposals import from_territories
from statistics_content import report
from urllib.parse import urlsplit
from view_table import all_rows
from zope.component import getMultiAdapter

import json
import pytest
import transaction

WARDS = ("98001", "98002", "98003")
SHIPPED_WORDS = words_of()
ROWS = [
    row
    for row in all_rows()
    if row.method == "GET" and row.answer == 200 and row.place != "root"
]
PEOPLE = people()


def move_to_the_city(places):
    """Let content name units of the city where it named those of the tests."""
    for place in places.values():
        if "territory" in vars(aq_base(place)):
            place.territory = WARDS[:2]
            place.reindexObject()
    # What was recognised stays as it was entered
    issuer = f"Chủ tịch {CITY.names.committee}"
    rows = [recognition(unit="98", issuer=issuer)]
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(places["person"], check_linkintegrity=False)
    person = enter(places["section"], "Người Thử Hai", recognitions=rows)
    places["person"] = person


class TestPages:
    """One portal for all that is asked for."""

    @pytest.fixture(scope="class")
    def places(self, city_class):
        places = make_one_of_each(city_class)
        move_to_the_city(places)
        transaction.commit()
        warm_up(city_class, places)
        return {name: place.absolute_url() for name, place in places.items()}

    @pytest.mark.sample(30)
    @pytest.mark.parametrize(
        "row", ROWS, ids=lambda row: f"{row.name}-{row.context}-{row.place}"
    )
    def test_no_page_names_the_shipped_province(self, places, row):
        for role in {"Anonymous", "Manager"} & row.allowed:
            path = urlsplit(places[row.place]).path + row.address
            headers = {"Accept": "application/json"} if row.is_rest else {}
            answer = PEOPLE[role].ask(path, headers=headers)
            assert answer.status == 200
            assert named_in(answer.text, SHIPPED_WORDS) == []

    @pytest.mark.parametrize(
        ("path", "role"),
        [
            ("person", "Anonymous"),
            ("section/@@reporters", "Anonymous"),
            ("section/@@pbgdpl-search?SearchableText=thu+nhat", "Anonymous"),
            ("section/@@pbgdpl-units-make", "Manager"),
            ("site/@@pbgdpl-settings?page=vocabularies&vocabulary=Agencies", "Manager"),
        ],
    )
    def test_pages_name_the_city(self, places, path, role):
        place, _slash, rest = path.partition("/")
        path = urlsplit(places[place]).path + (f"/{rest}" if rest else "")
        answer = PEOPLE[role].ask(path)
        assert answer.status == 200
        assert named_in(answer.text, words_of(CITY))


def test_the_words_of_the_shipped_province_are_many():
    assert len(SHIPPED_WORDS) > 200
    assert not SHIPPED_WORDS & words_of(CITY)


def test_the_first_section_has_its_page_in_english(city):
    with api.env.adopt_roles(["Manager"]):
        create_structure(city.portal_setup)
    (page,) = (one.getObject() for one in api.content.find(id="english"))
    assert page.title == "Legal education in Ví Dụ City: structure and contacts"
    assert CITY.names.department in page.text.raw
    texts = [
        f"{one.Title} {one.Description}"
        for one in api.content.find(city, unrestricted=True)
    ]
    assert not named_in(" ".join([*texts, page.text.raw]), SHIPPED_WORDS)


def test_units_are_its_wards(city):
    section = make_section(city)
    view = getMultiAdapter((section, city.REQUEST), name="pbgdpl-units-make")
    assert [one["token"] for one in view.territories()] == list(WARDS)
    agencies = {one["token"] for one in view.agencies()}
    assert {"so-tu-phap", "so-du-lich", "hdph-tinh"} <= agencies
    assert not any(one.startswith("ubnd-98") for one in agencies)
    rows = read_csv(
        "code,name,agency,territory\ndl,Du lịch,Sở Du lịch,Thử Nhất|98003\n"
    )
    with api.env.adopt_roles(["Manager"]):
        made = make_units(section, [*from_territories(WARDS), *from_rows(rows)], True)
    assert [one.status for one in made] == ["made"] * 4
    known = units_by_code(section)
    units = [known[one.proposal.code] for one in made]
    assert [one.agency for one in units] == [
        *(f"ubnd-{ward}" for ward in WARDS),
        "so-du-lich",
    ]
    assert units[-1].territory == ("98001", "98003")


@pytest.mark.parametrize(
    ("text", "district", "day", "token"),
    [
        ("Phường Thử Nhì", "", None, "98002"),
        ("phường thử nhì", "", date(2025, 7, 1), "98002"),
        ("Phường Thử Nhì", "", date(2025, 6, 30), "98001"),
        ("Phường Thử Nhì, Quận Thử Cũ, TP Ví Dụ", "", None, "98001"),
        ("Xã Thử Mãi", "", None, "98002"),
        ("Thành phố Ví Dụ", "", None, "98"),
        ("Phường Thử Ba, thành phố Ví Dụ", "", None, "98003"),
    ],
)
def test_lists_of_people_name_its_units(city, text, district, day, token):
    assert TerritoryLookup().find(text, district, day).token == token


def test_lists_of_people_name_the_city_itself(city):
    lookup = TerritoryLookup()
    assert lookup.only_one("tinh") == "98"
    assert lookup.only_one("xa") is None
    assert [
        lookup.is_province(fold_words(name)) for name in ("Phường Thử Ba", "Ví Dụ")
    ] == [
        False,
        True,
    ]
    agencies = Agencies("sonla.pbgdpl.Agencies")
    assert agencies.find("Sở Tư pháp thành phố Ví Dụ") == "so-tu-phap"
    assert agencies.find(SHIPPED_PROVINCE.names.department) is None


def test_records_name_its_units(city):
    section = make_section(city)
    text = make(section, "LegalNews", "Tin", territory=("98001", "98"))
    record = record_of(text)
    assert {term.title for term in record["coverage"]} == {
        "Phường Thử Nhất",
        "Thành phố Ví Dụ",
    }
    sent = record.changed(coverage=(Term("VN-98"), Term("VN-05"), Term("98002")))
    with api.env.adopt_roles(["Manager"]):
        made = create(sent, section)
    assert made.obj.territory == ("98", "98002")
    assert [note.mapping["value"] for note in made.notes] == ["VN-05"]


def test_its_court_is_known(city):
    section = make_section(city)
    assert offices_of(section, "98002")[COURT].name == CITY.courts["98002"]
    assert COURT not in offices_of(section, "03646")


def test_printed_reports_name_it(city):
    section = make_section(city)
    unit = make(section, "ContributingUnit", "Phường Thử Nhất", code="98001")
    for item in (report(section), report(unit)):
        assert words_for(item).place == "Ví Dụ"
    item = report(section, year=2025)
    assert words_for(item).superior == CITY.names.committee
    with api.env.adopt_roles(["Manager"]):
        view = getMultiAdapter((item, city.REQUEST), name="pbgdpl-report.pdf")
        pages = PdfReader(BytesIO(view())).pages
    text = " ".join(page.extract_text() for page in pages)
    assert CITY.names.committee.upper() in " ".join(text.split())
    assert not named_in(text, SHIPPED_WORDS)


def test_texts_are_fetched_and_sent_with_its_units(city, lasting_server, monkeypatch):
    section = make_section(city)
    transaction.commit()
    lasting_server.reset()
    allow(lasting_server, monkeypatch)
    exchanging = HarvestedPortal(city, lasting_server)
    name_repository("vi-du.example")
    set_record("push_enabled", True)
    set_record("push_url", lasting_server.push_url)
    exchanging.configure()
    text = make(section, "LegalNews", "Tin", territory=("98001", "98"))
    transaction.commit()
    assert exchanging.run_until_done().state in ("done", "idle")
    assert exchanging.items()
    foreign = {unit for one in exchanging.items().values() for unit in one.territory}
    assert not foreign - {*WARDS, "98"}
    sent = lasting_server.push.resources[identifier_of(text.UID())].document
    told = json.dumps(sent, ensure_ascii=False)
    assert "Phường Thử Nhất" in told and "Thành phố Ví Dụ" in told
    assert not named_in(told, SHIPPED_WORDS)
