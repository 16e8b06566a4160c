"""Whatever keeps data of people is a component that finds, exports, corrects and erases it.

One test asks the source which annotations there are, one the portal which content. The third leaves
distinctive names, addresses and numbers by the public forms and the office's work, looks for them in every
record of the database that can be reached, and asks the stores for the same.
"""

from content_types import OWN_TYPES
from desk_content import deliver
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_asked_bank
from learning_pages import make_course
from new_items import create
from pathlib import Path
from people import enter
from plone import api
from plone.dexterity.utils import iterSchemataForType
from plone.supermodel.utils import mergedTaggedValueDict
from public_content import make
from public_content import make_section
from questions_content import ask
from questions_content import put
from requests_content import form_values
from requests_content import talk_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.personal_data import find_everywhere
from sonla.pbgdpl.core.personal_data import IPersonalDataStore
from sonla.pbgdpl.core.personal_data import matcher
from sonla.pbgdpl.core.personal_data import stores
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.requests import bars
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.form_tokens import new_stamp
from typing import Any
from web_requests import CONTENT_ALONE
from ZODB.serialize import referencesf
from ZODB.utils import z64
from zope.component import getUtility

import json
import pytest
import re
import requests
import sonla.pbgdpl
import time
import transaction

SOURCE = Path(sonla.pbgdpl.__file__).parent
KEY_LINE = re.compile(
    r'^[A-Z_]+ = (?:VersionedRows\()?"(sonla\.pbgdpl\.[a-z_.]+)"', re.MULTILINE
)
READ_PERMISSIONS = "plone.autoform.security.read-permissions"
PERSONAL = "sonla.pbgdpl.viewPersonalData"
NO_PEOPLE = {
    "sonla.pbgdpl.answer_usefulness": "two numbers for each answer",
    "sonla.pbgdpl.bank_answers": "two numbers for each question of a bank",
    "sonla.pbgdpl.centre": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.centre_position": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.changes": "a number that counts",
    "sonla.pbgdpl.course_joins": "numbers of who began a course",
    "sonla.pbgdpl.deferred_fragments": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.events": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.exchange": "UIDs, paths and hashes of what is public",
    "sonla.pbgdpl.hash_key": "a secret number",
    "sonla.pbgdpl.mail.traces": "what became of mails, without an address",
    "sonla.pbgdpl.public_address": "an address of the portal",
    "sonla.pbgdpl.remits": "agencies and fields of law",
    "sonla.pbgdpl.removed": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.request_numbers": "numbers",
    "sonla.pbgdpl.rows": "annotation of a request, which nobody stores",
    "sonla.pbgdpl.search_switch": "how far a change of indexes is",
    "sonla.pbgdpl.structure": "paths of pages",
    "sonla.pbgdpl.visits": "numbers by day and item",
    "sonla.pbgdpl.vocabularies": "no annotation: a prefix of settings, and a package",
    "sonla.pbgdpl.vocabularies.terms": "annotation of a request, which nobody stores",
}
"""What is kept and is about nobody, with what it is."""
ON_ITEMS = (
    "sonla.pbgdpl.decision_files",
    "sonla.pbgdpl.exchange.files",
    "sonla.pbgdpl.expiry",
    "sonla.pbgdpl.held",
    "sonla.pbgdpl.opened",
    "sonla.pbgdpl.exchange.unmapped",
    "sonla.pbgdpl.local_roles",
    "sonla.pbgdpl.opening",
)
"""Annotations of items: the stores of content have them with the item."""
WHILE_GONE = "sonla.pbgdpl.remembered_"
"""What is kept with a section while the add-on is uninstalled, and nobody can look."""

DECLINED = "declined"
NAME, MAIL, PHONE = "Mùa Thị Khâumốc", "khaumoc@example.org", "0987 600 411"
FILE = "khaumoc-can-cuoc.pdf"
NOTE = "gọi khaumoc trước"
MARK = "khaumoc"
REGISTERED, REASON = "Giàng A Sinhgiữ", "bị điều tra sinhgiu"
ASKED = {
    "question": "Con tôi 15 tuổi, khi nào được đăng ký kết hôn? Cần giấy tờ gì?",
    "legal_field": "dat-dai",
    "commune": "03646",
    "public_name": NAME,
    "asker_email": MAIL,
    "asker_phone": PHONE,
    "consent": "1",
    "website": "",
    "proof": "",
}


def covered() -> set[str]:
    """Return all that a store says that it has."""
    return {one for _name, store in stores() for one in store.covers}


class TestEveryStoreIsRegistered:
    def test_each_annotation_of_ours_has_a_store_or_is_about_nobody(self, portal):
        found = {
            key
            for file in SOURCE.rglob("*.py")
            if "IAnnotations" in (text := file.read_text())
            or "preserve(" in text
            or "VersionedRows(" in text
            or file.name == "keyed_hash.py"
            for key in KEY_LINE.findall(text)
            if not key.startswith(WHILE_GONE)
        }
        assert len(found) > 25
        known = covered() | NO_PEOPLE.keys() | set(ON_ITEMS)
        unknown = sorted(found - known)
        assert not unknown, f"which of these are about people? {unknown}"

    def test_each_annotation_of_a_store_exists(self, portal):
        keys = {one for one in covered() if one.startswith("sonla.")}
        text = "\n".join(file.read_text() for file in SOURCE.rglob("*.py"))
        assert not [key for key in keys if f'"{key}"' not in text]

    def test_content_with_personal_fields_has_a_store_of_its_own(self, portal):
        found = {
            portal_type
            for portal_type in OWN_TYPES
            for schema in iterSchemataForType(portal_type)
            if PERSONAL in mergedTaggedValueDict(schema, READ_PERMISSIONS).values()
        }
        files_of_office = {"StatisticsReport", "TrainingCourse"}
        assert {"LegalQuestion", "ReporterRequest", "LegalReporter"} <= found
        assert found - files_of_office <= covered()

    def test_all_other_content_is_in_one_store(self, portal):
        section = make_section(portal)
        store = getUtility(IPersonalDataStore, "section_content")
        text = make(section, "LegalNews", "Tin", author_name=NAME)
        (found,) = store.find(NAME)
        assert (found.key, found.facts["author_name"]) == (text.UID(), NAME)
        assert found.place == "pho-bien-giao-duc-phap-luat/tin"

    def test_all_can_be_asked_in_an_empty_portal(self, portal):
        for name, store in stores():
            assert store.title.default, name
            assert list(store.find(NAME)) == store.export(NAME) == [], name

    def test_each_is_translated_and_refuses_in_words_what_it_cannot(self, portal):
        for name, store in stores():
            assert api.portal.translate(store.title, lang="vi") != store.title.default
            try:
                assert store.erase("gone") is False, name
            except InvalidInput as refused:
                assert refused.message.default
            with pytest.raises(InvalidInput):
                store.correct("gone", {"no_such_fact": "x"})


@pytest.mark.parametrize(
    ("who", "text", "is_found"),
    [
        (NAME, "Bà MÙA THỊ KHÂUMỐC, bản Ví Dụ", True),
        (NAME, "mua thi khaumoc", True),
        (NAME, "Mùa Thị Khâu", False),
        ("An", "Nguyễn Văn An", False),
        ("Lan", "Lang Chánh", False),
        (PHONE, "điện thoại 0987600411.", True),
        (PHONE, "0987.600.411 hoặc 0912 000 111", True),
        (PHONE, "0987 600 412", False),
        ("12345", "12345", True),
        ("123456789", "12345 và 6789", False),
        (MAIL, f"thư: <{MAIL.upper()}>", True),
        (MAIL, f"x{MAIL}", False),
        ("", "", False),
        ("a", "a", False),
    ],
)
def test_people_are_found_as_they_are_written(who, text, is_found):
    assert matcher(who)(text) is is_found


def records_with(connection: Any, mark: str) -> list[str]:
    """List the classes of all records that can be reached and hold a mark, in any case."""
    storage, seen, waiting, found = connection.db().storage, set(), [z64], []
    wanted = mark.encode().lower()
    while waiting:
        oid = waiting.pop()
        if oid in seen:
            continue
        seen.add(oid)
        data, _serial = storage.load(oid)
        if wanted in data.lower():
            found.append(type(connection.get(oid)).__name__)
        referencesf(data, waiting)
    return found


@pytest.fixture
def section(functional_portal):
    section = make_section(functional_portal)
    deliver()
    requests.get(f"{section.absolute_url()}/@@ask-question", timeout=60)
    return section


def send(section: Any, page: str, values: dict[str, str], files: Any = None) -> None:
    """Send a public form as somebody who opened it a minute ago."""
    answer = requests.post(
        f"{section.absolute_url()}/{page}",
        data={**values, "stamp": new_stamp(time.time() - 60)},
        files=files,
        headers=CONTENT_ALONE,
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    transaction.begin()


def leave_everywhere(section: Any) -> Any:
    """Leave a name, an address and a number in all that strangers can write to; return a course."""
    attached = {"files": (FILE, b"%PDF-1.7", "application/pdf")}
    send(section, "@@ask-question", ASKED, attached)
    wanted = form_values(
        contact_name=NAME,
        contact_phone=PHONE,
        contact_email=MAIL,
        details=f"Xin gọi ông {NAME} trước.",
    )
    send(section, "@@request-reporter", {**wanted, "told": "1"})
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title="Xã Mẫu", code="xa-mau")
    course = make_course(unit, make_asked_bank(section), open_to_all=True)
    device = Device(course)
    device.request("learn")
    device.send("join", name=NAME, unit="Bản Ví Dụ")
    learn(device)
    device.send("take", own_name=NAME)
    catalog = api.portal.get_tool("portal_catalog")
    with api.env.adopt_roles(["Manager"]):
        for brain in catalog(portal_type=["LegalQuestion", "ReporterRequest"]):
            item = brain.getObject()
            (workflow,) = api.portal.get_tool("portal_workflow").getWorkflowsFor(item)
            set_state(item, workflow, DECLINED, comment=NOTE)
            cover_all(item)
        options = ImportOptions("LegalReporter")
        cells = f"Họ và tên\n{NAME}\n".encode()
        pending_lists.keep(section, "ds.csv", cells, options)
    transaction.commit()
    return course


ERASED = (
    *("questions", "requests", "learners", "certificates"),
    *("mail_queue", "pending_lists"),
)
"""Stores in which the test leaves somebody who may have it erased."""


class TestWhatIsLeft:
    def test_it_is_found_exported_and_erased_in_every_byte(
        self, functional_portal, section
    ):
        connection = functional_portal._p_jar
        course = leave_everywhere(section)
        assert records_with(connection, MARK)
        found = list(find_everywhere(MARK))
        found += [one for who in (NAME, MAIL, PHONE) for one in find_everywhere(who)]
        assert {name for name, _record in found} == set(ERASED)
        for name, store in stores():
            exported = json.dumps(store.export(NAME), ensure_ascii=False)
            assert (NAME in exported) == (NAME in str(list(store.find(NAME)))), name
        (certificate,) = {
            one.certificate for one in learners_of(course).values() if one.certificate
        }
        for name, record in found:
            try:
                getUtility(IPersonalDataStore, name).erase(record.key)
            except InvalidInput as gone:
                assert gone.message == "msg_personal_data_gone", (name, record)
        transaction.commit()
        assert not list(find_everywhere(MARK)) + list(find_everywhere(PHONE))
        left = [
            one for mark in (MARK, "0987 600") for one in records_with(connection, mark)
        ]
        assert not left
        assert certificate_by(certificate).holds
        assert not certificate_by(certificate).name

    def test_what_the_law_keeps_is_found_and_refused_with_the_reason(
        self, functional_portal, section
    ):
        person = enter(section, REGISTERED)
        with api.env.adopt_roles(["Manager"]):
            bars.bar(person, talk_day(), None, REASON)
        found = dict(find_everywhere(REGISTERED))
        assert {"register", "bars", "audit_log"} <= set(found)
        for name, record in found.items():
            with pytest.raises(InvalidInput) as refused:
                getUtility(IPersonalDataStore, name).erase(record.key)
            assert (
                "kept" in refused.value.message
                or "keeps" in refused.value.message.default
            )
        assert person.UID() == found["register"].key

    def test_who_was_never_recognised_leaves_the_register(self, section):
        person = enter(section, NAME, recognitions=[], private_email=MAIL)
        store = getUtility(IPersonalDataStore, "register")
        assert [one.key for one in store.find(MAIL)] == [person.UID()]
        assert store.erase(person.UID())
        assert not list(store.find(NAME))
        # That somebody was entered and deleted is evidence, for the time of the settings
        assert {name for name, _record in find_everywhere(NAME)} == {"audit_log"}

    def test_it_is_corrected_as_in_the_form(self, section):
        question = ask(section, "Một", public_name=NAME)
        store = getUtility(IPersonalDataStore, "questions")
        store.correct(question.UID(), {"asker_email": "moi@example.org"})
        assert question.asker_email == "moi@example.org"
        with pytest.raises(InvalidInput):
            store.correct(question.UID(), {"asker_email": "không phải"})
        with pytest.raises(InvalidInput):
            store.correct(question.UID(), {"answer": "x"})
        assert question.asker_email == "moi@example.org"

    def test_a_mark_anywhere_in_a_question_is_found(self, section):
        marks = {
            "title": "Của ông Mốcmột",
            "question": "Tôi là Mốchai, hỏi về đất.",
            "public_name": "Mốcba",
        }
        question = put(ask(section, **marks), "accepted", "ông Mốcbốn gọi")
        store = getUtility(IPersonalDataStore, "questions")
        for mark in ("mocmot", "mochai", "mocba", "Mốcbốn"):
            assert [one.key for one in store.find(mark)] == [question.UID()], mark
