"""One decision for many people: it ends or renews their recognition, and its file is kept."""

from AccessControl import Unauthorized
from datetime import date
from datetime import timedelta
from io import BytesIO
from people import ended
from people import enter
from people import PROVINCE
from people import recognition
from people import WARD
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import decisions
from sonla.pbgdpl.people import labels
from sonla.pbgdpl.people.decisions import apply_to_all
from sonla.pbgdpl.people.decisions import RegisterDecision
from zope.interface import alsoProvides
from ZPublisher.HTTPRequest import FileUpload

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def manager(section, acting):
    with acting("PBGDPL Approver"):
        yield


def decision(kind="end", **facts):
    values = {
        "level": "tinh",
        "day": today(),
        "number": "77/QĐ-UBND",
        "signed": today() - timedelta(days=2),
        "end_kind": "mien-nhiem",
        "reason": "Chuyển công tác",
    }
    return RegisterDecision(kind, **{**values, **facts})


def page(context, **form):
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    if "apply" in form:
        request.environ["REQUEST_METHOD"] = request.method = "POST"
        form["_authenticator"] = createToken()
    request.form.update(form)
    view = api.content.get_view("register-decision", context, request)
    return lxml.html.fromstring(view())


def test_many_are_ended_at_once(section, manager):
    people = [enter(section, f"Lò Văn {n}") for n in "ABC"]
    done = apply_to_all([one.UID() for one in people[:2]], decision())
    assert [one.done for one in done] == [True, True]
    assert [state_of(one) for one in people] == ["ended", "ended", "recognised"]
    (row,) = people[0].recognitions
    assert row["ended_on"] == today() and row["end_kind"] == "mien-nhiem"
    assert row["end_decision"].startswith("77/QĐ-UBND, ")
    catalog = api.portal.get_tool("portal_catalog")
    assert len(catalog(portal_type="LegalReporter", review_state="recognised")) == 1


def test_only_the_level_of_the_decision_ends(section, manager):
    person = enter(section, recognitions=[recognition(), recognition("xa", WARD)])
    apply_to_all([person.UID()], decision())
    assert [row["ended_on"] for row in person.recognitions] == [today(), None]
    assert state_of(person) == "recognised" and person.territory == (WARD,)


def test_whom_it_can_not_concern_stays_and_it_is_told(section, manager):
    past = ended(recognition(), date(2025, 1, 1))
    gone, here = (
        enter(section, "Lò Văn A", recognitions=[past]),
        enter(section, "Lò Văn B"),
    )
    outcomes = apply_to_all([gone.UID(), here.UID(), "nobody"], decision())
    assert [one.done for one in outcomes] == [False, True, False]
    assert all(one.reason for one in outcomes if not one.done)
    assert gone.recognitions == [past]


def test_a_recognition_to_be_renewed_ends_and_another_follows(section, manager):
    person = enter(section)
    apply_to_all([person.UID()], decision("renew", issuer="Chủ tịch UBND tỉnh"))
    first, second = person.recognitions
    assert (first["ended_on"], first["end_kind"]) == (today(), "het-nhiem-ky")
    assert (second["valid_from"], second["decision_number"]) == (today(), "77/QĐ-UBND")
    assert (second["level"], second["unit"]) == ("tinh", PROVINCE)
    assert second["ended_on"] is None and is_public(person)


def test_somebody_whose_recognition_ended_is_renewed(section, manager):
    person = enter(section, recognitions=[ended(recognition(), date(2025, 1, 1))])
    apply_to_all([person.UID()], decision("renew"))
    assert state_of(person) == "recognised"
    assert person.recognitions[0]["ended_on"] == date(2025, 1, 1)


def test_the_page_lists_applies_keeps_the_file_and_notes(section, manager):
    people = [enter(section, f"Lò Văn {n}") for n in "AB"]
    form = {
        "apply": "1",
        "kind": "end",
        "portal_type": "LegalReporter",
        "level": "tinh",
        "uids": [one.UID() for one in people],
        "day": today().isoformat(),
    }
    shown = page(section)
    assert len(shown.cssselect("#pbgdpl-decision input[name='uids:list']")) == 2
    refused = page(section, **form)
    assert refused.cssselect("#pbgdpl-decision-error")
    assert {state_of(one) for one in people} == {"recognised"}

    class Sent:
        file, filename, headers, name = BytesIO(b"%PDF-1.7"), "qd-77.pdf", {}, "file"

    done = page(section, **form, number="77/QĐ-UBND", file=FileUpload(Sent()))
    assert len(done.cssselect("#pbgdpl-decision-outcomes .text-bg-success")) == 2
    assert {state_of(one) for one in people} == {"ended"}
    (kept,) = (one for one in section.objectValues() if one.portal_type == "File")
    assert kept.file.data == b"%PDF-1.7" and not is_public(kept)
    noted = [x for x in log.newest_first() if x.action == "register_decision"]
    assert (noted[0].count, noted[0].facts["number"]) == (2, "77/QĐ-UBND")


class Sent:
    headers, name = {}, "file"

    def __init__(self, filename, content):
        self.file, self.filename = BytesIO(content), filename


def link_of_file(person):
    view = person.restrictedTraverse("view")
    links = lxml.html.fromstring(view()).cssselect("#content-core td a, td a")
    return [one.get("href") for one in links]


def test_the_file_is_linked_where_the_office_sees_the_recognition(
    section, acting, chain
):
    ends, renews = enter(section, "Lò Văn A"), enter(section, "Lò Văn B")
    form = {"apply": "1", "portal_type": "LegalReporter", "level": "tinh"}
    with acting("PBGDPL Approver"):
        for kind, one, number in (("end", ends, "7/QĐ"), ("renew", renews, "8/QĐ")):
            page(
                section,
                **form,
                kind=kind,
                uids=[one.UID()],
                day=today().isoformat(),
                signed=today().isoformat(),
                number=number,
                file=FileUpload(Sent("qd.pdf", b"%PDF-1.7")),
            )
        files = [x for x in section.objectValues() if x.portal_type == "File"]
        expected = [f"{file.absolute_url()}/view" for file in files]
        assert link_of_file(ends) == expected[:1]
        assert expected[1] in link_of_file(renews)
    with acting("Anonymous"):
        assert link_of_file(renews) == []


def renew(section, person, **more):
    """Renew somebody's recognition by a decision of today with a file."""
    page(
        section,
        apply="1",
        portal_type="LegalReporter",
        level="tinh",
        kind="renew",
        uids=[person.UID()],
        day=today().isoformat(),
        signed=today().isoformat(),
        number="9/QĐ",
        file=FileUpload(Sent("qd.pdf", b"%PDF-1.7")),
        **more,
    )


def test_a_file_without_private_data_is_linked_for_everybody(section, acting, chain):
    person = enter(section, "Lò Văn A")
    with acting("PBGDPL Approver"):
        renew(section, person, no_private_data="selected")
    (kept,) = (one for one in section.objectValues() if one.portal_type == "File")
    address = f"{kept.absolute_url()}/view"
    with acting("Anonymous"):
        assert address in link_of_file(person)
        listed = section.restrictedTraverse("reporters")()
        assert f'href="{address}"' in listed and "9/QĐ" in listed


def test_a_file_that_may_not_enter_is_refused_before_anything_is_decided(
    section, manager
):
    person = enter(section)
    refused = page(
        section,
        apply="1",
        uids=[person.UID()],
        day=today().isoformat(),
        number="7/QĐ",
        file=FileUpload(Sent("qd.pdf", b"MZ" + b"\0" * 60)),
    )
    assert "qd.pdf" in refused.cssselect("#pbgdpl-decision-error")[0].text_content()
    assert state_of(person) == "recognised"


@pytest.mark.parametrize("role", ["PBGDPL Contributor", "PBGDPL Editor", "Member"])
def test_only_keepers_decide(section, acting, role):
    person = enter(section)
    with acting(role):
        with pytest.raises(Unauthorized):
            section.restrictedTraverse("@@register-decision")
        (outcome,) = apply_to_all([person.UID()], decision())
    assert not outcome.done and state_of(person) == "recognised"


def test_files_are_found_however_days_are_displayed(section, acting, monkeypatch):
    """What keys of files are made of is no text that anybody reads."""
    person = enter(section, "Lò Văn A")
    with acting("PBGDPL Approver"):
        renew(section, person)
        before = link_of_file(person)
        assert len(before) == 2  # where one ended, and where the next one begins
        monkeypatch.setattr(
            labels, "format_day", lambda day: f"{day:%Y.%m.%d}" if day else ""
        )
        monkeypatch.setattr(
            decisions, "format_day", lambda day: f"{day:%Y.%m.%d}" if day else ""
        )
        assert link_of_file(person) == before
