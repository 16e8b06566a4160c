"""No request of a stranger asks the index of paths for levels without end."""

from public_content import publish
from sonla.pbgdpl.ui.depth import levels_in
from sonla.pbgdpl.ui.depth import MAX_DEPTH
from typing import Any
from urllib.parse import quote
from ZPublisher.HTTPRequest import record

import json
import pytest
import transaction

FAR = "100000000000"
IN_QUERY = {
    "i": "path",
    "o": "plone.app.querystring.operation.string.absolutePath",
    "v": f"/plone::{FAR}",
}
AS_JSON = json.dumps({"query": [IN_QUERY]})
CRITERIA = json.dumps({"criteria": [IN_QUERY]})
ASKED = (
    f"/@search?path.depth={FAR}",
    f"/@search?path.depth:int={FAR}",
    f"/@search?path.query=/plone&path.depth={FAR}",
    f"/@search?path.depth={quote('１００００００００')}",
    f"/@querystring-search?query={quote(AS_JSON)}",
    f"/@querystring-search?query={quote(quote(AS_JSON))}",
    f"/@navigation?expand.navigation.depth={FAR}",
    f"?expand=navigation&expand.navigation.depth={FAR}",
    f"/@contextnavigation?expand.contextnavigation.bottomLevel={FAR}",
)
PAGES = (
    f"/@@search?path.query:record=/plone&path.depth:int:record={FAR}",
    f"/@@ajax-search?SearchableText=a&path.query:record=/&path.depth:int:record={FAR}",
    f"/@@getVocabulary?name=plone.app.vocabularies.Catalog&query={quote(CRITERIA)}",
)


def test_services_refuse(site):
    publish(site.section)
    site.save()
    for place in (site.portal, site.section):
        for path in ASKED:
            assert site.rest("GET", place, path, "").status_code == 400, path


@pytest.mark.parametrize("kind", ["application/json", "text/plain", None])
def test_service_refuses_a_body(site, kind):
    site.save()
    headers = {"Accept": "application/json"} | ({"Content-Type": kind} if kind else {})
    path = "/@querystring-search"
    many = "[" * 5000 + "]" * 5000
    for body in (AS_JSON, AS_JSON.replace("{", f'{{"a": {many}, ', 1)):
        sent = body.replace(FAR, str(MAX_DEPTH + 1))
        answer = site.http("POST", site.portal, path, data=sent, headers=headers)
        assert answer.status_code == 400


@pytest.mark.parametrize("name", ["@search", "@querystring-search", "@login", ""])
def test_service_refuses_a_body_that_is_nested_without_end(site, name):
    body = '{"a":' * 100_000
    for method in ("GET", "POST", "PATCH"):
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        for user in ("", "contributor"):
            path = f"/{name}" if name else ""
            answer = site.http(
                method, site.unit, path, user, data=body, headers=headers
            )
            assert answer.status_code < 500, (method, user)


@pytest.mark.parametrize("written", ["%s", r"/::\u0039%s", r"/\u003a:%s"])
def test_no_collection_stores_it(site, written):
    path = IN_QUERY["v"] if written == "%s" else written % FAR
    row = json.dumps(IN_QUERY | {"v": "PATH"}).replace("PATH", path)
    body = f'{{"@type": "Collection", "title": "Mục", "query": [{row}]}}'
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    before = list(site.unit.objectIds())
    answer = site.http("POST", site.unit, "", "contributor", data=body, headers=headers)
    assert answer.status_code == 400
    transaction.begin()
    assert list(site.unit.objectIds()) == before


def test_pages_refuse(site):
    site.save()
    for path in PAGES:
        assert site.http("GET", site.portal, path, "").status_code == 400, path


def test_what_portals_have_is_found(site):
    site.save()
    for path in ("path.depth=2", "path.query=/plone&path.depth=-1", "b_size=500"):
        assert site.rest("GET", site.portal, f"/@search?{path}", "").status_code == 200
    path = "/@navigation?expand.navigation.depth=4"
    assert site.rest("GET", site.portal, path, "").status_code == 200


def nested(**values: Any) -> record:
    found = record()
    vars(found).update(values)
    return found


@pytest.mark.parametrize(
    ("asked", "levels"),
    [
        ({"a": '{"b": %s, "depth": 1}' % ("[" * 5000 + "]" * 5000)}, [1]),
        ({"path.depth": "3"}, [3]),
        ({"path": nested(query="/", depth=4)}, [4]),
        ({"path": [nested(depth=5)], "topLevel": 6}, [5, 6]),
        ({"query": '[{"v": "/a::7"}]'}, [7]),
        ({"query": "%7B%22depth%22%3A8%7D"}, [8]),
        ({"depth": "x", "q": "Năm::2026", "level": None, "query.v": "{::9"}, [9]),
        ({"q": "[" * 100000, "b": 2, "c": "2000"}, []),
    ],
)
def test_levels(asked, levels):
    assert list(levels_in(asked)) == levels
    assert max(levels, default=0) <= MAX_DEPTH


def test_a_number_in_a_field_of_a_form_is_no_level():
    assert list(levels_in({"form.widgets.water_level": "412"})) == []
    assert list(levels_in({"form.widgets.query": f"[{json.dumps(IN_QUERY)}]"})) == [
        int(FAR)
    ]
