"""A contributor sends people from a list: as if each had been entered with the form, no more."""

from AccessControl import Unauthorized
from datetime import date
from desk_content import acting as being
from desk_content import make_unit
from desk_content import step
from import_pages import address_of
from import_pages import call
from import_pages import look
from import_pages import rows
from import_pages import send
from import_pages import words
from people import enter
from people import recognition
from people import WARD
from people_lists import row
from people_lists import workbook
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import actions_of
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.importer import types_to_send
from sonla.pbgdpl.people.pages.import_form import ImportView
from sonla.pbgdpl.ui.section_pages import actions_of as actions_in
from sonla.pbgdpl.vocabularies.terms import find_term
from zope.interface import alsoProvides

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SENDER, KEEPER, OUTSIDER = "tac-gia", "phe-duyet", "nguoi-ngoai"
NAMES = ("Lò Thị Bản", "Cà Văn Mẫu")
KIND = {"portal_type": "LegalPropagandist", "default-level": "xa"}
BORN = date(1985, 9, 5)


def in_ward(name, **cells):
    """Make the row of somebody of a ward."""
    return row(name=name, unit="Phường Tô Hiệu", **cells)


def listed(*people):
    return workbook(people)


def list_of(*names):
    return workbook([in_ward(name) for name in names])


def sent(unit, data=None, user=SENDER):
    """Upload and confirm a list as a contributor; return whom it brought."""
    data = list_of(*NAMES) if data is None else data
    with being(user):
        _address, token = send(unit, data, **KIND)
        call(unit, apply="1", token=token)
    return [
        one for one in unit.objectValues() if one.portal_type == KIND["portal_type"]
    ]


def preview(unit, data, user=SENDER, show=""):
    """Return the rows of the preview that a contributor sees, and how many of each kind."""
    with being(user):
        address, _token = send(unit, data, **KIND)
        page = look(unit, f"{address}&show={show}" if show else address)
        return rows(page), words(page, ".nav-pills strong")


def in_register(place, name, born=BORN, **fields):
    """Enter a propagandist of the ward as a keeper does."""
    rows_of_person = [recognition("xa", WARD)]
    return enter(
        place, name, KIND["portal_type"], rows_of_person, birth_date=born, **fields
    )


def test_people_of_a_list_are_sent_and_wait_for_who_keeps_the_register(unit):
    current_outbox().items.clear()
    people = sent(unit)
    assert {one.title for one in people} == set(NAMES)
    assert {state_of(one) for one in people} == {"submitted"}
    assert not any(map(is_public, people))
    mails = {(one.kind, one.recipient.user_id) for one in current_outbox().items}
    assert mails == {("person_waiting", KEEPER)}
    current_outbox().items.clear()
    (entry,) = log.newest_first(actions_of("data"))
    assert (entry.action, entry.user, entry.count) == ("import", SENDER, 2)
    step(people[0], KEEPER, "recognise")
    step(people[1], KEEPER, "return_to_author", "Thiếu số quyết định.")
    assert [state_of(one) for one in people] == ["recognised", "draft"]
    current_outbox().items.clear()


def test_the_page_says_that_they_are_sent(unit):
    with being(SENDER):
        (action,) = [one for one in actions_in(unit) if "register-import" in one.url]
        assert action.title == "Send people from a list"
        address, _token = send(unit, list_of(*NAMES), **KIND)
        page = look(unit, address)
    assert words(page, "h1") == ["Send people from a list"]
    (button,) = page.cssselect("#pbgdpl-import-apply button[name=apply]")
    assert button.text == "Send 2 people for recognition"
    with being(KEEPER):
        (action,) = [one for one in actions_in(unit) if "register-import" in one.url]
    assert action.title == "Enter people from a list"


def test_whoever_keeps_the_register_enters_at_once_as_before(unit):
    people = sent(unit, user=KEEPER)
    assert {state_of(one) for one in people} == {"recognised"}


class TestAccess:
    def test_only_the_own_unit_takes_a_list(self, section, unit):
        make_unit(section, "Xã khác", OUTSIDER)
        for user, place in ((OUTSIDER, unit), (SENDER, section)):
            with being(user), pytest.raises(Unauthorized):
                place.restrictedTraverse("@@register-import")

    @pytest.mark.parametrize("form", [{}, {"upload": "1"}, {"apply": "1"}])
    def test_nobody_gets_anything_however_the_page_is_reached(self, unit, form):
        """The class itself refuses: code that acts as nobody would keep the register."""
        request = unit.REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        request.form.update(form)
        logout()
        with pytest.raises(Unauthorized):
            ImportView(unit, request)()
        assert len(pending_lists.lists()) == 0

    def test_a_stranger_is_refused_by_the_class_too(self, unit):
        with being(OUTSIDER):
            assert types_to_send(unit) == []
            with pytest.raises(Unauthorized):
                ImportView(unit, unit.REQUEST.clone())()

    def test_no_spelling_is_remembered_for_others(self, unit):
        form = {
            "meaning-column-0": "agency",
            "meaning-said-0": "Phòng Lạ",
            "meaning-0": "so-tu-phap",
        }
        with being(SENDER):
            address, token = send(
                unit, listed(in_ward("Lò Thị Bản", agency="Phòng Lạ")), **KIND
            )
            assert not look(unit, address).cssselect("#import-remember")
            request, _answer = call(
                unit, correct="1", remember="1", token=token, **form
            )
            page = look(unit, address_of(request))
        assert words(page, ".nav-pills strong") == ["0", "1", "0"]
        assert (
            "Phòng Lạ" not in find_term("sonla.pbgdpl.Agencies", "so-tu-phap").aliases
        )


class TestWhoIsKnown:
    """A list tells nothing that its sender may not see anyway."""

    def test_nobody_who_waits_in_another_unit_is_told(self, section, unit):
        other = make_unit(section, "Xã khác", OUTSIDER)
        sent(other, user=OUTSIDER)
        lines, counts = preview(unit, list_of(*NAMES))
        assert counts == ["0", "2", "0"]
        assert {line[-1] for line in lines} == {"Edit this row"}
        assert len(sent(unit)) == 2

    def test_who_is_public_is_known_by_name_and_unit_alone(self, section, unit):
        """Or one list with many days would tell when somebody was born."""
        in_register(section, "Lò Thị Bản", born=date(1970, 1, 1))
        for born in ("05/09/1985", "01/01/1970", None):
            lines, counts = preview(unit, listed(in_ward("Lò Thị Bản", birth=born)))
            assert counts == ["0", "0", "1"]
            assert "of this name in this unit" in lines[0][-1]
        _lines, counts = preview(
            unit,
            listed(row(name="Lò Thị Bản", unit="Xã Chiềng Mai", decided="10/09/2025")),
        )
        assert counts == ["0", "1", "0"]

    def test_accents_are_compared_without_birth_dates_too(self, section, unit):
        in_register(section, "Lò Thị Bẩn", born=date(1970, 1, 1))
        lines, _counts = preview(unit, list_of("Lò Thị Bản"))
        assert "Lò Thị Bẩn" in lines[0][-1]

    def test_who_is_ended_elsewhere_is_not_told(self, section, unit):
        past = recognition("xa", WARD, ended_on=date(2025, 1, 1))
        enter(section, "Lò Thị Bản", KIND["portal_type"], [past], birth_date=BORN)
        assert preview(unit, list_of("Lò Thị Bản"))[1] == ["0", "1", "0"]

    def test_a_list_sent_twice_brings_nobody_twice(self, unit):
        first, _second = sent(unit)
        assert len(sent(unit)) == 2
        step(first, KEEPER, "recognise")
        assert len(sent(unit)) == 2

    def test_two_people_of_one_name_are_two(self, unit):
        people = sent(
            unit,
            listed(in_ward("Lò Thị Bản"), in_ward("Lò Thị Bản", birth="01/02/1990")),
        )
        assert len(people) == 2


class TestTakingBack:
    def taken_back(self, unit, user):
        with being(user):
            page = look(unit, "")
            buttons = page.cssselect("#pbgdpl-entered-lists button[name=undo]")
            for button in buttons:
                call(unit, undo=button.get("value"), confirmed="1")
        return len(buttons)

    def test_who_sent_a_list_takes_it_back(self, unit):
        sent(unit)
        assert self.taken_back(unit, SENDER) == 1
        assert "lo-thi-ban" not in unit.objectIds() and len(unit.objectIds()) == 0

    def test_who_was_accepted_stays(self, unit):
        accepted, _other = sent(unit)
        step(accepted, KEEPER, "recognise")
        assert self.taken_back(unit, SENDER) == 1
        assert unit.objectIds() == [accepted.getId()]

    def test_nobody_takes_back_the_list_of_another(self, section, unit):
        with api.env.adopt_roles(["Manager"]):
            api.user.grant_roles(
                username=OUTSIDER, roles=["PBGDPL Contributor"], obj=unit
            )
            unit.reindexObjectSecurity()
        sent(unit)
        assert self.taken_back(unit, OUTSIDER) == 0
        (token,) = batches.all_batches()
        with being(OUTSIDER):
            _request, answer = call(unit, undo=token, confirmed="1")
        assert "pbgdpl-import-error" in answer and len(unit.objectIds()) == 2

    def test_who_keeps_the_register_takes_back_any_list(self, unit):
        sent(unit)
        assert self.taken_back(unit, KEEPER) == 1 and len(unit.objectIds()) == 0
