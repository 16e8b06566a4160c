"""The manager's figures: taken in by days, idempotent, shown to nobody else."""

from datetime import date
from io import BytesIO
from lxml import html
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.protect.authenticator import createToken
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.visits.storage import import_figures
from sonla.pbgdpl.visits.storage import ImportedFigures
from sonla.pbgdpl.visits.storage import totals
from zope.component import getMultiAdapter
from ZPublisher.HTTPRequest import FileUpload

import pytest
import transaction

pytestmark = pytest.mark.usefixtures("content_alone")

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def film(section):  # noqa: F811
    return make(section, "EducationMaterial", "Phim <b>", kind="video")


def row(item, day="2026-11-20", views="3", downloads="1"):
    path = item if isinstance(item, str) else path_of(item)
    return {"day": day, "path": path, "views": views, "downloads": downloads}


def test_days_are_replaced_never_added(section, film):  # noqa: F811
    assert import_figures(section, [row(film)]) == ImportedFigures(1, 0, 0, 0)
    assert import_figures(section, [row(film)]) == ImportedFigures(0, 1, 0, 0)
    assert totals(section, *YEAR) == {film.UID(): (3, 1)}
    assert import_figures(section, [row(film, views="9")]).days == 1
    assert totals(section, *YEAR) == {film.UID(): (9, 1)}


def test_half_a_day_takes_nothing_away(section, film):  # noqa: F811
    import_figures(section, [row(film)])
    assert import_figures(section, [row(film, views="1", downloads="0")]).kept == 1
    assert totals(section, *YEAR) == {film.UID(): (3, 1)}


def test_only_days_of_the_period(section, film):  # noqa: F811
    import_figures(section, [row(film, "2025-12-31"), row(film, "2026-01-01")])
    assert totals(section, *YEAR) == {film.UID(): (3, 1)}


def test_a_renamed_material_keeps_its_figures(section, film):  # noqa: F811
    import_figures(section, [row(film)])
    with api.env.adopt_roles(["Manager"]):
        renamed = api.content.rename(film, "ten-moi")
    assert totals(section, *YEAR) == {renamed.UID(): (3, 1)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "20/11/2026"},
        {"day": ""},
        {"views": "-1"},
        {"views": "x"},
        {"downloads": "1" * 30},
        {"path": ""},
    ],
)
def test_rows_that_make_no_sense(section, film, wrong):  # noqa: F811
    assert import_figures(section, [{**row(film), **wrong}]) == ImportedFigures(
        0, 0, 0, 1
    )


def test_other_pages_are_not_counted(section, film):  # noqa: F811
    assert import_figures(section, [row("/plone/x"), row(film)]) == ImportedFigures(
        1, 0, 1, 0
    )


@pytest.fixture
def page(section, http_request):  # noqa: F811
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])

    def show(name="pbgdpl-visits", upload=None, **form):
        http_request.form.clear()
        http_request.form.update(form)
        http_request.method = "GET" if upload is None else "POST"
        if upload is not None:
            field = type("Field", (), {})()
            field.file, field.headers = BytesIO(upload), {}
            field.filename, field.name = "a.csv", "figures"
            http_request.form["figures"] = FileUpload(field)
            http_request.form["_authenticator"] = createToken()
        return getMultiAdapter((section, http_request), name=name)()

    return show


def test_page_takes_in_and_shows(film, page):
    path = path_of(film)
    file = f"day,path,views,downloads\n2026-11-20,{path},3,1\n".encode()
    html_of = html.fromstring(page(upload=file, year="2026"))
    assert html_of.xpath("//*[@role='status']//strong/text()")[0] == "1"
    cells = [
        cell.text_content().strip()
        for cell in html_of.xpath("//table[@id='pbgdpl-visits']/tbody/tr/*")
    ]
    assert cells == ["Phim <b>", "Video", "3", "1"]
    table = page("pbgdpl-visits.csv", year="2026").decode("utf-8-sig")
    assert "Phim <b>;Video;3;1;" in table


@pytest.mark.parametrize("file", [b"", b"\0\1", b"a;b\n1;2\n", b"day\n2026-11-20\n"])
def test_other_files_are_refused(film, page, file):
    assert html.fromstring(page(upload=file)).xpath("//*[@role='alert']")


def test_empty_page_says_what_to_do(page):
    assert "pbgdpl-access-log" in page(year="nonsense")


def test_nobody_else_sees_them(section, film, http_request):  # noqa: F811
    logout()
    for name in ("pbgdpl-visits", "pbgdpl-visits.csv"):
        with pytest.raises(Exception, match="figures are for"):
            getMultiAdapter((section, http_request), name=name)()


def test_showing_writes_nothing(film, page):
    page(year="2026")
    transaction.savepoint(optimistic=True)
    page(year="2026")
    assert api.portal.get()._p_jar._registered_objects == []


def test_paths_are_those_that_visitors_see(section, http_request):  # noqa: F811
    """Behind a proxy the portal's own folder is in no address."""
    http_request.setVirtualRoot([])
    http_request["VirtualRootPhysicalPath"] = ("", "plone")
    view = getMultiAdapter((section, http_request), name="pbgdpl-visits")
    assert view.physical_path("/pl/phim hay") == "/plone/pl/phim hay"
