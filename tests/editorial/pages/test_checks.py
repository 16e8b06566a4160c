"""What texts lack: each check, the page of a section, the box on a text."""

from activities import moment
from datetime import date
from desk_content import acting
from desk_content import make_unit
from desk_content import step
from desk_content import walk
from desk_content import write
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.app.testing import logout
from plone.namedfile.file import NamedFile
from sample_values import LAND_LAW
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.pages.checks import WarningsViewlet
from sonla.pbgdpl.editorial.states import state_of
from zope.interface import alsoProvides

import lxml.html
import pytest

FIELD = {"legal_fields": ("dat-dai",)}
TOLD = {
    "in_brief": ("Điều cần biết trước",),
    "affected": ("Người lái xe",),
    "to_do": ("Mang bằng lái",),
    "checked_on": date(2026, 11, 20),
    "review_by": date(2999, 1, 1),
}
"""What citizens read first in an introduction."""
LAW = {**TOLD, "legal_documents": [LAND_LAW]}
ISSUED = {"number": "1/KH", "issuer": "UBND", "issued_on": date(2026, 1, 2)}
VIDEO = NamedFile(b"\0", "video/mp4", filename="a.mp4")
SOUND = NamedFile(b"\0", "audio/mpeg", filename="a.mp3")
PDF = NamedFile(b"%PDF", "application/pdf", filename="a.pdf")
PAST = {"start": moment(2024), "end": moment(2024, hour=9)}
EXPIRED = LAND_LAW | {"expires_on": date(2025, 1, 1)}


@pytest.mark.parametrize(
    ("portal_type", "fields", "expected"),
    [
        ("LegalNews", {}, []),
        ("LegalNews", {"legal_fields": ()}, ["msg_check_field"]),
        ("LegalIntroduction", TOLD, ["msg_check_no_document"]),
        ("LegalIntroduction", LAW, []),
        ("LegalIntroduction", LAW | {"affected": ()}, ["msg_check_affected"]),
        (
            "LegalIntroduction",
            LAW | {"legal_documents": [LAND_LAW | {"issued_on": None}]},
            ["msg_check_document_undated"],
        ),
        (
            "LegalIntroduction",
            LAW | {"legal_documents": [EXPIRED]},
            ["msg_check_expired"],
        ),
        (
            "LegalIntroduction",
            LAW | {"legal_documents": [EXPIRED | {"validity": "HHL"}]},
            [],
        ),
        ("Guidance", ISSUED, []),
        ("Guidance", ISSUED | {"number": " "}, ["msg_check_number"]),
        ("Guidance", ISSUED | {"issuer": None}, ["msg_check_issuer"]),
        ("Guidance", ISSUED | {"issued_on": None}, ["msg_check_issued"]),
        ("EducationMaterial", {"file": VIDEO}, ["msg_check_transcript"]),
        ("EducationMaterial", {"file": SOUND}, ["msg_check_transcript"]),
        ("EducationMaterial", {"file": PDF}, []),
        ("EducationMaterial", {"kind": "video"}, ["msg_check_transcript"]),
        ("EducationMaterial", {"file": VIDEO, "transcript": "Lời"}, []),
        ("EducationMaterial", {"file": VIDEO, "captions": PDF}, []),
        ("EducationMaterial", {"poster": "(picture)"}, ["msg_check_poster"]),
        ("EducationMaterial", {"poster": "(picture)", "poster_alt": "Bếp lửa"}, []),
        ("LegalActivity", PAST, ["msg_check_no_numbers"]),
        ("LegalActivity", PAST | {"broadcasts": 0}, []),
        ("LegalActivity", {"women_attendees": 3}, ["msg_check_no_attendees"]),
        (
            "LegalActivity",
            {"documents_in_ethnic_languages": 3},
            ["msg_check_no_documents"],
        ),
        ("LegalActivity", {"end": moment(2999)}, []),
        ("LegalNews", {"image": "(picture)"}, ["msg_check_image"]),
        ("LegalNews", {"image": "(picture)", "image_caption": "Lớp học"}, []),
    ],
)
def test_what_lacks(unit, portal_type, fields, expected):
    text = write(unit, "tac-gia", "Bài", portal_type=portal_type)
    for name, value in (FIELD | fields).items():
        setattr(text, name, value)
    assert [str(message) for message in warnings_of(text)] == expected


def view(context, user_id, **form):
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(form)
    with acting(user_id):
        html = api.content.get_view("pbgdpl-check", context, request)()
        return lxml.html.fromstring(html)


def titles(document):
    return [link.text for link in document.cssselect("#content li > div > a")]


@pytest.mark.usefixtures("content_alone")
class TestPage:
    @pytest.mark.parametrize("user_id", ["tac-gia", "bien-tap"])
    @pytest.mark.parametrize("place", ["site", "section", "unit"])
    def test_shown_on_every_level(self, desk_site, section, unit, text, place, user_id):
        walk(text, ("tac-gia", "submit"))
        context = {"site": desk_site, "section": section, "unit": unit}[place]
        document = view(context, user_id)
        assert titles(document) == [text.title]
        assert document.cssselect("#content h2 .badge")[0].text == "1"

    def test_only_what_the_user_may_see_and_works_on(self, section, unit, text):
        other = make_unit(section, "Xã Mộc Châu", "phe-duyet")
        write(other, "phe-duyet", "Bản thảo của xã")
        assert titles(view(section, "tac-gia")) == [text.title]

    def test_link_to_the_form_for_those_who_may_edit(self, section, text):
        walk(text, ("tac-gia", "submit"))
        edit = f"{text.absolute_url()}/edit"
        for user_id, expected in (("bien-tap", 1), ("tac-gia", 0)):
            document = view(section, user_id)
            assert len(document.cssselect(f'a[href="{edit}"]')) == expected, user_id

    def test_filters(self, section, unit, text):
        plan = write(unit, "tac-gia", "Kế hoạch", portal_type="Guidance")
        plan.legal_fields = ("dat-dai",)
        assert titles(view(unit, "tac-gia")) == [text.title, "Kế hoạch"]
        assert titles(view(unit, "tac-gia", check="guidance")) == ["Kế hoạch"]
        assert titles(view(unit, "tac-gia", check="<nonsense>", state="?")) == [
            text.title,
            "Kế hoạch",
        ]
        step(text, "tac-gia", "submit")
        assert titles(view(unit, "tac-gia", state="pending_edit")) == [text.title]

    def test_nothing_lacks(self, section, text):
        text.legal_fields = ("dat-dai",)
        assert view(section, "bien-tap").cssselect("#pbgdpl-check-empty")


class TestBox:
    def shown(self, text, user_id):
        def render():
            viewlet = WarningsViewlet(text, text.REQUEST, None)
            return viewlet.available() and [str(one.words) for one in viewlet.warnings]

        if user_id == "":
            logout()
            return render()
        with acting(user_id):
            return render()

    def test_for_those_who_can_do_something(self, text):
        assert self.shown(text, "tac-gia") == ["msg_check_field"]
        walk(text, ("tac-gia", "submit"), ("bien-tap", "forward"))
        assert self.shown(text, "phe-duyet") == ["msg_check_field"]
        assert not self.shown(text, "tac-gia")
        assert not self.shown(text, "nguoi-ngoai")
        assert not self.shown(text, "")

    def test_stands_on_the_page_and_blocks_nothing(self, text):
        with acting("tac-gia"):
            page = text.restrictedTraverse(text.getLayout())
            alsoProvides(page, IViewView)
            html = lxml.html.fromstring(page())
        (box,) = html.cssselect("#pbgdpl-warnings")
        assert box.cssselect("a")[0].get("href") == f"{text.absolute_url()}/edit"
        walk(text, ("tac-gia", "submit"), ("bien-tap", "forward"))
        step(text, "phe-duyet", "approve")
        assert state_of(text) == "published"

    def form(self, text, user_id, name, **fields):
        request = text.REQUEST.clone()
        alsoProvides(request, IBrowserLayer)
        request.form.update(fields)
        with acting(user_id):
            html = api.content.get_view(name, text, request)()
        return lxml.html.fromstring(html).cssselect("#pbgdpl-warnings")

    def test_stands_in_the_form(self, text):
        (box,) = self.form(text, "tac-gia", "edit")
        assert len(box.cssselect("li")) == 1
        assert not box.cssselect("a"), "the form is open already"
        text.legal_fields = ("dat-dai",)
        assert not self.form(text, "tac-gia", "edit")

    def test_stands_in_the_form_of_each_step_towards_the_public(self, text):
        for user_id, transition in (
            ("tac-gia", "submit"),
            ("bien-tap", "forward"),
            ("phe-duyet", "approve"),
        ):
            asked = {"workflow_action": transition}
            (box,) = self.form(text, user_id, "pbgdpl-transition", **asked)
            assert len(box.cssselect("li")) == 1, transition
            step(text, user_id, transition)
        assert state_of(text) == "published"

    def test_does_not_stand_where_a_text_is_sent_back(self, text):
        step(text, "tac-gia", "submit")
        asked = {"workflow_action": "return_to_author"}
        assert not self.form(text, "bien-tap", "pbgdpl-transition", **asked)

    def test_complete_texts_have_none(self, text):
        text.legal_fields = ("dat-dai",)
        assert not self.shown(text, "tac-gia")
