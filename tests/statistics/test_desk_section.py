"""The approval desk shows the reports that wait for a person."""

from desk_content import acting
from desk_content import make_unit
from lxml.html import fromstring
from statistics_content import PEOPLE
from statistics_content import report
from statistics_content import step
from statistics_content import view


def listed(context, user):
    """Return the words and addresses of the reports on a person's desk."""
    with acting(user):
        page = fromstring(view(context, "pbgdpl-review")())
    lines = page.xpath("//*[@id='pbgdpl-waiting-reports']//li")
    return [" ".join(line.text_content().split()) for line in lines], [
        link for line in lines for link in line.xpath(".//a/@href")
    ]


def test_a_report_waits_for_who_is_to_act(portal, section, unit):
    item = report(unit)
    draft = report(unit, code=PEOPLE)
    for user in ("tac-gia", "phe-duyet"):
        assert listed(section, user) == ([], [])
    step(item, "tac-gia", "submit")
    (words,), (address,) = listed(portal, "phe-duyet")
    assert words.startswith("Kết quả phổ biến") and "Sở Tư pháp" in words
    assert "Submitted" in words and address == item.absolute_url()
    assert listed(section, "tac-gia") == ([], [])
    step(item, "phe-duyet", "return", "Thiếu tháng 3.")
    assert listed(section, "phe-duyet") == ([], [])
    assert listed(unit, "tac-gia")[1] == [item.absolute_url()]
    assert draft.absolute_url() not in listed(unit, "tac-gia")[1]
    step(item, "tac-gia", "submit")
    step(item, "phe-duyet", "approve")
    assert listed(section, "phe-duyet") == ([], [])


def test_reports_of_other_units_are_nobodys_business(section, unit):
    other = make_unit(section, "Xã Mẫu", "bien-tap", code="03679")
    step(report(other), "bien-tap", "submit")
    assert listed(other, "tac-gia") == ([], [])
    assert len(listed(other, "phe-duyet")[0]) == 1
    assert listed(unit, "phe-duyet") == ([], [])
