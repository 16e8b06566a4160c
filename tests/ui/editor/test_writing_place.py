"""Forms in a section as places to write in; the portal's other forms stay as they are."""

from lxml.html import fromstring
from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.textfield.value import RichTextValue
from plone.testing.zope import Browser
from unit_with_writer import PASSWORD
from unit_with_writer import unit  # noqa: F401
from web_requests import ask_for_content

import json
import pytest
import transaction

FORMAT = "form.widgets.IRichTextBehavior.text.mimeType"
OFFICE = {"categorization", "dates", "ownership", "settings"}
ORDER = {
    "LegalNews": "title description text image pbgdpl_files legal_fields",
    "LegalIntroduction": "legal_documents title kind in_brief text pbgdpl_files legal_fields",
    "Guidance": "title document_type number issuer issued_on pbgdpl_files legal_fields",
    "EducationMaterial": "title kind file external_url description poster legal_fields",
}
FOLDED = {
    "LegalNews": {"author_name", "source", "agency", "relatedItems"},
    "Guidance": {"signer", "level", "validity", "replaces", "replaced_by", "agency"},
}


@pytest.fixture
def contributor(functional, unit):  # noqa: F811
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        unit.manage_setLocalRoles("writer", ["PBGDPL Contributor"])
    transaction.commit()
    return open_browser(functional, "writer", PASSWORD)


@pytest.fixture
def administrator(functional):
    return open_browser(functional, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


def open_browser(functional, name, password):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {name}:{password}")
    ask_for_content(browser)
    return browser


def page(browser, url):
    browser.open(url)
    return fromstring(browser.contents)


def add_form(browser, place, portal_type):
    return page(browser, f"{place.absolute_url()}/++add++{portal_type}")


def fields(part):
    return [
        name.rpartition(".")[2]
        for name in part.xpath(".//@data-fieldname")
        if ".widgets." not in name.removeprefix("form.widgets.")
    ]


def fieldsets(form):
    return {
        one.get("id").removeprefix("fieldset-"): fields(one)
        for one in form.xpath("//form//fieldset[starts-with(@id, 'fieldset-')]")
    }


def fold(form):
    (found,) = form.cssselect(".pbgdpl-fold")
    return found


@pytest.mark.parametrize("portal_type", ORDER)
def test_few_fields_stand_at_first_in_the_order_of_writing(
    unit,  # noqa: F811
    contributor,
    portal_type,
):
    form = add_form(contributor, unit, portal_type)
    folded = fields(fold(form))
    shown = [name for name in fields(form) if name not in folded]
    assert shown[: shown.index("pbgdpl_comment")] == ORDER[portal_type].split()
    assert len(shown) == len({*shown}) and fold(form).get("open") is None


@pytest.mark.parametrize("portal_type", FOLDED)
def test_the_rest_is_folded(unit, contributor, portal_type):  # noqa: F811
    form = add_form(contributor, unit, portal_type)
    assert FOLDED[portal_type] <= set(fields(fold(form)))
    names = fold(form).xpath("./summary")[0].text_content()
    assert "Responsible agency" in names and "Language" not in names.split(", ")


@pytest.mark.parametrize(
    "portal_type, name, value",
    [
        ("EducationMaterial", "form.widgets.year", "năm nay"),
        ("LegalActivity", "form.widgets.women_attendees", "2"),
    ],
    ids=["field", "several fields"],
)
def test_a_fault_opens_the_fold(unit, administrator, portal_type, name, value):  # noqa: F811
    form = add_form(administrator, unit, portal_type)
    administrator.getControl(name=name).value = value
    if portal_type == "LegalActivity":
        administrator.getControl(name="form.widgets.attendees").value = "1"
    administrator.getControl(name="form.buttons.save").click()
    form = fromstring(administrator.contents)
    assert fold(form).get("open") == "open"
    assert fold(form).cssselect(".error, .invalid-feedback")
    (office,) = fold(form).xpath("./details[fieldset/@id='fieldset-office']")
    assert office.get("open") is None, "nothing is wrong in there"


def test_a_new_text_begins_with_the_place_of_its_unit(unit, contributor):  # noqa: F811
    transaction.begin()
    unit.territory, unit.agency = ("03646",), "so-tu-phap"
    transaction.commit()
    form = add_form(contributor, unit, "LegalNews")
    (place,) = form.cssselect("#formfield-form-widgets-ITerritory-territory")
    assert place.xpath(".//option[@selected]/@value") == ["03646"]
    (agency,) = form.cssselect("#formfield-form-widgets-IResponsibleAgency-agency")
    assert agency.xpath(".//option[@selected]/@value") == ["so-tu-phap"]


def test_contributors_meet_no_tab_of_the_office(unit, contributor):  # noqa: F811
    form = add_form(contributor, unit, "LegalNews")
    assert not {"office", "royalty"} & set(fieldsets(form))
    assert "changeNote" not in fields(form)
    (language,) = form.xpath("//*[@data-fieldname='form.widgets.IDublinCore.language']")
    assert "widget-mode-hidden" in language.get("class")


@pytest.mark.parametrize("role", ["PBGDPL Editor", "PBGDPL Approver"])
def test_editors_and_approvers_reach_them(functional, unit, role):  # noqa: F811
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        unit.manage_setLocalRoles("writer", ["PBGDPL Contributor", role])
    transaction.commit()
    browser = open_browser(functional, "writer", PASSWORD)
    found = fieldsets(add_form(browser, unit, "LegalNews"))
    assert set(found["royalty"]) == {"royalty_kind", "word_count"}
    assert {"subjects", "effective", "rights", "exclude_from_nav"} <= set(
        found["office"]
    )


def test_what_contributors_do_not_see_stays_as_it_is(unit, contributor):  # noqa: F811
    add_form(contributor, unit, "LegalNews")
    contributor.getControl(name="form.widgets.IDublinCore.title").value = "Tin"
    contributor.getControl(name="form.buttons.save").click()
    transaction.begin()
    (news,) = unit.listFolderContents()
    assert news.language == api.portal.get_default_language()
    with api.env.adopt_roles(["Manager"]):
        news.subject, news.exclude_from_nav = ("thẻ",), True
        news.royalty_kind, news.word_count = "tin", 300
    transaction.commit()
    contributor.open(f"{news.absolute_url()}/edit")
    contributor.getControl(name="form.widgets.IDublinCore.title").value = "Tin mới"
    contributor.getControl(name="form.buttons.save").click()
    transaction.begin()
    assert (news.title, news.subject, news.exclude_from_nav) == (
        "Tin mới",
        ("thẻ",),
        True,
    )
    assert (news.royalty_kind, news.word_count) == ("tin", 300)


def test_editor_is_high_and_whole_and_has_one_format(unit, contributor):  # noqa: F811
    form = add_form(contributor, unit, "LegalNews")
    assert not form.xpath(f"//select[@name='{FORMAT}']")
    (body,) = form.xpath("//textarea[contains(@name, 'IRichTextBehavior.text')]")
    tiny = json.loads(body.get("data-pat-tinymce"))["tiny"]
    assert "autoresize" in tiny["plugins"] and tiny["max_height"] >= 560
    assert tiny["toolbar_mode"] == "wrap"


def test_text_of_another_format_keeps_the_choice(unit, administrator):  # noqa: F811
    transaction.begin()
    with api.env.adopt_roles(["Manager"]):
        news = create(unit, "LegalNews", title="Tin")
        news.text = RichTextValue("*chữ*", "text/plain", "text/x-html-safe")
    transaction.commit()
    form = page(administrator, f"{news.absolute_url()}/edit")
    assert form.xpath(f"//select[@name='{FORMAT}']")


def test_forms_of_the_portal_stay_as_they_are(functional_portal, unit, administrator):  # noqa: F811
    form = add_form(administrator, functional_portal, "News Item")
    assert form.xpath(f"//select[@name='{FORMAT}']")
    assert OFFICE <= set(fieldsets(form))
    assert "toolbar_mode" not in administrator.contents
