"""The way through the page, as its forms send it."""

from import_pages import address_of
from import_pages import words
from old_content import add
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.options.moving import batches
from urllib.parse import parse_qsl
from zExceptions import Forbidden
from zope.interface import alsoProvides

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

VIEW = "pbgdpl-content-import"


def call(context, protected=True, **form):
    """Send a form; give request and answer."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.environ["REQUEST_METHOD"] = request.method = "POST"
    if protected:
        form["_authenticator"] = createToken()
    request.form.update(form)
    return request, api.content.get_view(VIEW, context, request)()


def look(context, address="", **form):
    """Follow an address of the page."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(dict(parse_qsl(address.partition("?")[2])), **form)
    return lxml.html.fromstring(api.content.get_view(VIEW, context, request)())


def prepare(section, folder, **form):
    """Find what is in the folder; give token and address of the preview."""
    asked = {"folder": folder.absolute_url(), **form}
    request, _answer = call(section, prepare="1", **asked)
    address = address_of(request)
    return dict(parse_qsl(address.partition("?")[2]))["token"], address


def test_from_search_to_result_and_back(section, folder):
    page = look(section, find="1", folder=folder.absolute_url(), types=["News Item"])
    assert words(page, "#pbgdpl-bring-in-found h2") == ["Found: 2"]
    token, address = prepare(section, folder)
    page = look(section, address)
    assert len(page.cssselect("#pbgdpl-bring-in-rows tbody tr")) == 2
    assert section.objectIds() == []
    request, _answer = call(section, token=token, run="1")
    page = look(section, address_of(request))
    assert sorted(section.objectIds()) == ["tin-1", "tin-2"]
    assert words(page, ".nav-link.active") == ["Brought in: 2"]
    assert "Brought in: 2" in words(look(section), "#pbgdpl-bring-in-batches li")[0]
    (entry,) = log.newest_first(("content_import",))
    assert entry.count == 2
    request, _answer = call(section, token=token, undo="1")
    page = look(section, address_of(request))
    assert section.objectIds() == [] and folder.objectIds() == ["tin-1", "tin-2"]
    assert words(page, ".nav-link.active") == ["Taken back: 2"]
    request, _answer = call(section, token=token, drop="1", confirmed="1")
    assert "token" not in address_of(request) and not batches.batches_of(section)


def test_rows_are_corrected_one_by_one_and_together(section, unit, folder):
    add(folder, "Document", "trang", title="Quy chế phối hợp")
    token, address = prepare(section, folder)
    page = look(section, f"{address}&edit=2&show=ready")
    (chosen,) = page.cssselect("select[name='becomes-2'] option[selected]")
    assert chosen.get("value") == "Guidance/quy-che"
    call(
        section,
        token=token,
        save_row="2",
        **{
            "becomes-2": "LegalIntroduction/diem-moi",
            "target-2": api.content.get_uuid(unit),
            "fields-2": ["tre-em"],
            "documents-2": "168/2024/NĐ-CP; 218/QĐ-UBND của UBND tỉnh Sơn La",
        },
    )
    entry = batches.batches_of(section)[token].entries[2]
    assert (entry.becomes, entry.values["kind"]) == ("LegalIntroduction", "diem-moi")
    assert [one["number"] for one in entry.values["legal_documents"]] == [
        "168/2024/NĐ-CP",
        "218/QĐ-UBND",
    ]
    call(
        section,
        token=token,
        correct="1",
        all_rows="1",
        show="to_look_at",
        all_fields="hinh-su",
    )
    assert batches.batches_of(section)[token].entries[0].values["legal_fields"] == (
        "dat-dai",
    ), "nothing of it is to be looked at"
    call(section, token=token, correct="1", rows=["0", "1"], all_fields="y-te")
    call(section, token=token, leave_out="1", rows=["1"])
    call(section, token=token, run="1")
    assert unit.objectIds() == ["trang"] and section["tin-1"].legal_fields == ("y-te",)
    assert unit["trang"].legal_fields == ("tre-em",)
    assert folder.objectIds() == ["tin-2"], "what was left out stays"


def test_errors_are_told(section, folder, portal):
    page = look(section, find="1", folder="/khong-co")
    assert "khong-co" in words(page, "#pbgdpl-bring-in-error")[0]
    page = look(section, find="1", since="hôm qua")
    assert "hôm qua" in words(page, "#pbgdpl-bring-in-error")[0]
    page = look(section, token="gone")
    assert "not here any more" in words(page, "#pbgdpl-bring-in-error")[0]
    _request, answer = call(section, prepare="1", words="khôngcótừnày")
    assert "Nothing was found" in answer
    token, _address = prepare(section, folder)
    with pytest.raises(Forbidden):
        call(section, protected=False, token=token, run="1")
    call(section, token=token, run="1")
    _request, answer = call(section, token=token, run="1")
    assert "Somebody else has continued" in answer, "the second of two administrators"
