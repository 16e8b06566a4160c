"""Files, dotted names and identifiers that the documents name exist."""

from handbook_names import file_of
from handbook_names import is_dotted
from handbook_names import leads_somewhere
from handbook_names import literals
from handbook_names import PATH
from handbook_names import SOURCES
from handbook_names import unknown_words
from handbook_names import WORD
from handbook_pages import DOCS
from handbook_pages import name_of
from handbook_pages import PAGES
from registered_views import registered_views
from source_tree import ROOT

import pytest
import re

CODE = re.compile(r"`{1,2}([\w.]+)`{1,2}")
ADDRESS = re.compile(r"@@([a-z][\w-]*(?:\.\w+)*)")
CHECKED = [ROOT / "README.rst", ROOT / "CONTRIBUTING.rst", *PAGES]
"""Not the changes, which tell of what was."""
MADE = (".cache/", "bin/", "build/", "eggs/", "instance/", "parts/", "var/")
"""What commands make, or an administrator's portal has."""
NO_FILES = ("application/", "Asia/", "++resource++", "plone/", "Products/")
"""Types of media, zones, addresses, files of Plone."""
FOREIGN_FILES = {
    *("atom.xml", "rss.xml", "site.zcml", "tinymce-formats.css"),
    *("pbgdpl.cfg", "constraints-plone.txt", "login.json", "news/+WORD.bugfix.rst"),
}
"""Addresses, and files that an administrator or a contributor writes."""
NO_NAMES = {
    *("sonla.pbgdpl.audit_log", "sonla.pbgdpl.pending_lists"),
    *("sonla.pbgdpl.import_batches", "sonla.pbgdpl.bank_answers"),
    *("activities.attendees", "activities.broadcasts", "activities.sessions"),
    *("activities.documents_handed_out", "people.people", "people.took_part"),
    *("people.trained", "texts.texts", "funds.amount"),
}
"""Keys of annotations, and sources of cells, which look like names of modules."""
FOREIGN_WORDS = {
    *("AccountPanelValidation", "DeprecationWarning", "IPublication", "MIMEText"),
    *("ContentPatch", "StateLoadError", "pytestlayer"),
    *("LICENSE", "aiosmtpd", "bcrypt", "bleach", "msgstr", "pg_hba", "pg_ident"),
    *("REVALIDATED", "soupsieve"),
}
"""Names of Plone, Python, PostgreSQL and others that our code doesn't mention."""


@pytest.fixture(params=CHECKED, ids=name_of)
def page(request):
    return request.param


def is_foreign(text: str) -> bool:
    """Return whether it names a file that is none of the repository."""
    return text in FOREIGN_FILES or text.startswith((*MADE, *NO_FILES))


def test_files_are_there(page):
    named = {text for text in literals(page) if PATH.fullmatch(text)}
    assert [one for one in sorted(named) if not is_foreign(one) and not file_of(one)] == []  # fmt: skip


def test_dotted_names_lead_somewhere(page):
    named = {text.removesuffix("()") for text in literals(page)} - NO_NAMES
    dotted = [one for one in sorted(named) if is_dotted(one) and not PATH.fullmatch(one)]  # fmt: skip
    assert [one for one in dotted if not leads_somewhere(one)] == []


def test_docstrings_name_modules_that_are_there():
    """Those in backticks; `statistics` has names of counters that look the same."""
    named = {
        (text, path.relative_to(SOURCES).as_posix())
        for path in SOURCES.rglob("*.py")
        for text in CODE.findall(path.read_text(encoding="utf-8"))
    }
    dotted = [one for one in sorted(named) if is_dotted(one[0]) and not PATH.fullmatch(one[0])]  # fmt: skip
    assert len(dotted) > 50
    assert [
        one for one in dotted if one[0] not in NO_NAMES and not leads_somewhere(one[0])
    ] == []


def test_identifiers_occur_in_the_sources(page):
    named = {text for text in literals(page) if WORD.fullmatch(text)}
    unknown = {word for text in named for word in unknown_words(text)}
    assert unknown - FOREIGN_WORDS == set()


def test_pages_of_the_portal_are_there(portal):
    there = {view.name for view in registered_views()}
    named = {
        (name_of(page), name)
        for page in (DOCS / "vi").glob("*.rst")
        for name in ADDRESS.findall(page.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert {(page, name) for page, name in named if name not in there} == set()


def test_what_is_nowhere_is_found():
    assert not file_of("questions/khong_co.py")
    assert not file_of("khong_co.py")
    assert is_dotted("questions.khong_co")
    assert not leads_somewhere("questions.khong_co")
    assert not leads_somewhere("questions.tracking.khong_co")
    assert unknown_words("questions.khong" + "_co_ten_nay")
    assert len({text for page in PAGES for text in literals(page)}) > 500
    assert any(is_dotted(text) for text in literals(DOCS / "glossary.rst"))
