"""What stands in the place of Plone's own looks first whether a section is concerned.

Each has a row with its reason in `docs/security.rst`; outside of sections the answers are
Plone's, byte for byte.
"""

from overrides import overrides
from overrides import without_overrides
from pathlib import Path
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.browserlayer.utils import unregister_layer
from plone.namedfile.file import NamedBlobFile
from public_content import make_section
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.ui.security_headers import HEADERS
from web_requests import Person

import pytest
import re
import transaction

TABLE = Path(__file__).parents[2] / "docs" / "security.rst"
HEADING = "What stands in the place of Plone's own"
ROW = re.compile(r"^   \* - ``(.+)``$", re.MULTILINE)
WITHOUT_LAYER = {
    # No request comes with these
    "ICheckinCheckoutPolicy of IWorkingCopy",
    "IEventAccessor of IEventBasic",
    "IRefreshableLockable of ILocking",
    "ITransformer of IDexterityContent",
    "SearchableText",
    # None has our layer and that of services in one interface
    "index.html of DeserializationError",
    "index.html of LookupError",
    "index.html of RecursionError",
    "index.html of Unauthorized",
    "index.html of ValueError",
}
RANDOM = re.compile(
    r"[0-9a-f]{40}"  # tokens of forms
    r'|(?s:"traceback": \[.*?\])'  # which administrators get
    # Who may see a history is asked by the page itself
    r"|(?: frontend| viewpermission-[a-z-]+)(?=[^<]*template-historyview)"
    r"|(?<=template-historyview)[^<]*viewpermission-[a-z-]+"
)
BOSS = Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
STRANGER = Person()
JSON = {"Accept": "application/json"}
PAGES = (
    "@@historyview",
    "content_status_history",
    "folder_factories",
    "sharing",
    "topbar-manage-portlets/plone.leftcolumn",
    # It locks the item
    "edit",
)
"""Pages of those who work on an item."""
QUERY = "?query=%7B%22query%22:%5B%7B%22i%22:%22portal_type%22,%22o%22:%22plone.app.querystring.operation.selection.any%22,%22v%22:%5B%22Document%22%5D%7D%5D%7D"
LIES = {"start": "3000-13-01", "file": {"data": "", "filename": "a.html"}}
"""What can't be stored."""


def titles():
    return {override.title for override, _registration in overrides()}


def test_table_has_each(functional):
    section = TABLE.read_text().partition(f"\n{HEADING}\n-")[2]
    rows = ROW.findall(section.partition("\n--")[0])
    assert sorted(rows) == sorted(set(rows))
    assert set(rows) == titles()


def test_each_is_for_our_layer(functional):
    """The others must look at what they get, in all portals of a server."""
    found = {
        override.title
        for override, registration in overrides()
        if IBrowserLayer not in registration.required
    }
    assert found == WITHOUT_LAYER


@pytest.fixture
def items(functional_portal):
    """Return stock content outside of the section, which there is as well."""
    make_section(functional_portal)
    kinds = ("Document", "Folder", "Collection", "Event", "File")
    with api.env.adopt_roles(["Manager"]):
        made = [api.content.create(functional_portal, one, one) for one in kinds]
        for item in made[:-1]:
            api.content.transition(item, "publish")
        made[-1].file = NamedBlobFile(b"%PDF-1.4", "application/pdf", "a.pdf")
        made[1].invokeFactory("Document", "inside", title="Inside")
    transaction.commit()
    return [functional_portal, *made]


def requests_to(item):
    """Yield who asks what of an item, and how."""
    path = item.absolute_url_path()
    yield STRANGER, f"{path}/view", {}
    yield STRANGER, path, {"headers": JSON}
    yield STRANGER, f"{path}/no-such-thing", {}
    yield STRANGER, f"{path}/@search", {"headers": JSON}
    yield STRANGER, f"{path}/@querystring-search{QUERY}", {"headers": JSON}
    yield STRANGER, path, {"method": "PATCH", "json": {"title": "x"}}
    yield STRANGER, path, {"method": "HEAD"}
    yield STRANGER, f"{path}/folder_factories", {"method": "PUT"}
    yield STRANGER, f"{path}/@querystring-search?query=%5B", {"headers": JSON}
    yield STRANGER, f"{path}/@@download/file", {}
    yield STRANGER, f"{path}/@@display-file/file", {}
    yield BOSS, path, {"method": "PATCH", "json": LIES}
    yield BOSS, path, {"method": "PATCH", "body": b"{", "headers": JSON}
    yield BOSS, f"{path}/@relations", {"headers": JSON}
    yield BOSS, f"{path}/@transactions", {"headers": JSON}
    yield BOSS, f"{path}/fc-properties", {"form": {"render": "yes"}}
    for page in PAGES:
        yield BOSS, f"{path}/{page}", {}


def answer(person, path, parts):
    """Ask; take out what is another each time."""
    found = person.ask(path, **parts)
    headers = {name: one for name, one in found.headers.items() if name in HEADERS}
    return found.status, headers, RANDOM.sub("", found.text)


def differing(items):
    """List what is answered otherwise where nothing stands in the place of Plone's own."""
    for item in items:
        for asked in requests_to(item):
            ours = answer(*asked)
            with without_overrides():
                stock = answer(*asked)
            if ours != stock:
                yield asked, ours, stock


def test_outside_of_sections_answers_are_plones_own(items):
    found = list(differing(items))
    assert not found, found


def test_portals_without_the_add_on_answer_as_plone(items):
    unregister_layer(PACKAGE_NAME)
    transaction.commit()
    found = list(differing(items[:3]))
    assert not found, found
