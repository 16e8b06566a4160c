"""The list over REST: pages of what is there, and not a word of what is gone."""

from sonla.referenceserver.listing import PATH

import json
import pytest


def page(server, query=""):
    answer = server.get(f"{PATH}{query}")
    return answer.status, json.loads(answer.content)


def rows(server):
    found, number = [], 1
    while True:
        _status, answer = page(server, f"?page={number}&size=3")
        found += answer["data"]
        if number >= answer["pagination"]["total_pages"]:
            return found
        number += 1


def test_pages_have_all_that_is_there_once(serve):
    server = serve(records=60)
    found = rows(server)
    live = {
        entry.identifier
        for entry in server.catalogue.entries("news")
        if not entry.deleted
    }
    assert [one["x_ma_ban_ghi"] for one in found] and live
    assert sorted(one["x_ma_ban_ghi"] for one in found) == sorted(live)
    assert len({one["id"] for one in found}) == len(found)
    assert all(one["tieu_de"] and one["ngay_cap_nhat"] for one in found)
    assert page(server)[1]["pagination"]["total_elements"] == len(live)


def test_what_is_deleted_is_just_missing(serve):
    server = serve(records=60)
    gone = rows(server)[0]["x_ma_ban_ghi"]
    server.delete(gone)
    found = rows(server)
    assert gone not in {one["x_ma_ban_ghi"] for one in found}
    assert "deleted" not in json.dumps(found)


def test_what_was_edited_last_comes_last_by_that_order(serve):
    server = serve(records=60)
    edited = rows(server)[0]["x_ma_ban_ghi"]
    server.edit(edited, title="Tên mới")
    _status, answer = page(server, "?size=100&sort=ngay_cap_nhat,asc")
    assert answer["data"][-1]["x_ma_ban_ghi"] == edited
    assert answer["data"][-1]["tieu_de"] == "Tên mới"
    assert rows(server)[0]["x_ma_ban_ghi"] == edited


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?page=0", "page"),
        ("?page=-1", "page"),
        ("?page=x", "page"),
        ("?size=101", "size"),
        ("?sort=id,desc", "sort"),
    ],
)
def test_a_bad_parameter_is_named(server, query, name):
    status, answer = page(server, query)
    assert status == 400
    assert answer["error"]["details"][0]["field"] == name
    assert answer["success"] is False


def test_no_result_is_an_empty_list(server):
    assert page(server, "?page=999")[1]["data"] == []
