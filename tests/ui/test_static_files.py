"""Each package has the static files that its pages name, and the portal hands them out."""

from importlib.resources import files
from pathlib import Path
from plone.testing.zope import Browser
from urllib.parse import urljoin
from zope.component import getMultiAdapter

import pytest
import re

SOURCE = Path(str(files("sonla.pbgdpl")))
NAMED = re.compile(r"@@pbgdpl-static/(\w+)}/([\w.-]+)")


def named_in_templates() -> set[tuple[str, str]]:
    return {
        found
        for template in SOURCE.rglob("*.pt")
        for found in NAMED.findall(template.read_text("utf-8"))
    }


def test_templates_name_files_that_their_packages_have(functional_portal, functional):
    view = getMultiAdapter(
        (functional_portal, functional["request"]), name="pbgdpl-static"
    )
    browser = Browser(functional["app"])
    base = functional_portal.absolute_url()
    named = named_in_templates()
    assert {"path", "questions", "statistics"} <= {package for package, _ in named}
    for package, name in sorted(named):
        path = view.path if package == "path" else view[package]
        browser.open(urljoin(base, f"{path}/{name}"))
        assert browser.contents.strip()


def test_a_subject_without_static_files_is_an_error(portal, http_request):
    view = getMultiAdapter((portal, http_request), name="pbgdpl-static")
    with pytest.raises(KeyError):
        view["audit"]


def test_only_the_registered_names_are_published(functional_portal, functional):
    browser = Browser(functional["app"])
    browser.raiseHttpErrors = False
    browser.open(f"{functional_portal.absolute_url()}/@@pbgdpl-static/questions")
    assert browser.headers["status"].startswith("404")
