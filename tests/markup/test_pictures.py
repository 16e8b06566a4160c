"""Pictures that come within a text become files of its place, or are refused with a word."""

from base64 import b64encode
from io import BytesIO
from new_items import create
from PIL import Image
from plone import api
from sample_values import PNG
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.markup.pictures import place_of
from sonla.pbgdpl.markup.stored import clean_item

import pytest
import re
import requests
import transaction

TEXT = "IRichTextBehavior.text"


def data_of(content, media_type="image/png"):
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def jpeg(size):
    stored = BytesIO()
    Image.new("RGB", size, "navy").save(stored, "JPEG")
    return stored.getvalue()


BODY = f'<p>Bà con nghe <img alt="Bà con" src="{data_of(PNG)}"> sau</p>'


def images(place):
    return place.objectValues("Dexterity Item") and [
        one for one in place.objectValues() if one.portal_type == "Image"
    ]


def by_rest(way):
    answer = way.rest(
        "POST", way.unit, "", **{"@type": "LegalNews", "title": "Bài", "text": BODY}
    )
    return way.unit[answer.json()["@id"].rpartition("/")[2]]


def by_change(way):
    item = way.unit[by_rest_without(way).rpartition("/")[2]]
    way.rest("PATCH", item, text=BODY)
    return item


def by_rest_without(way):
    fields = {"@type": "LegalNews", "title": "Bài", "text": "<p>a</p>"}
    return way.rest("POST", way.unit, "", **fields).json()["@id"]


def by_form(way):
    way.fill(
        way.unit,
        "/++add++LegalNews",
        "form.buttons.save",
        **{"IDublinCore.title": "Bài", TEXT: BODY},
    )
    return next(
        one for one in way.unit.objectValues() if one.portal_type == "LegalNews"
    )


def by_code(way):
    from rich_texts import rich

    with api.env.adopt_roles(["Manager"]):
        return create(way.unit, "LegalNews", title="Bài", text=rich(BODY))


@pytest.mark.parametrize("enter", [by_rest, by_change, by_form, by_code])
def test_a_picture_becomes_a_hidden_image_beside_its_text(way, enter):
    item = enter(way)
    (image,) = images(way.unit)
    assert image.title == "Bà con"
    assert image.image.data == PNG
    assert state_of(image) == "hidden"
    assert f'src="resolveuid/{image.UID()}/@@images/image/large"' in item.text.raw
    assert 'alt="Bà con"' in item.text.raw
    assert "data:" not in item.text.raw
    shown = way.page(item).decode()
    (address,) = re.findall(r'<img[^>]+src="([^"]+@@images[^"]+)"[^>]*>', shown)
    assert requests.get(address, timeout=60).status_code in (401, 403) or "login" in (
        requests.get(address, timeout=60).url
    )
    assert way.ask("GET", address).headers["Content-Type"] == "image/png"


REFUSED = {
    "cut": (data_of(PNG[:20]), "can't be read"),
    "no base64": ("data:image/png;base64,%%%", "can't be read"),
    "svg": (
        data_of(b"<svg onload='alert(1)'/>", "image/svg+xml"),
        "browsers don't show",
    ),
    "heic": (data_of(b"\0\0\0\x18ftypheic", "image/heic"), "browsers don't show"),
    "html": (data_of(b"<script>1</script>", "text/html"), "browsers don't show"),
}


@pytest.mark.parametrize(("source", "reason"), REFUSED.values(), ids=REFUSED)
def test_rest_refuses_what_can_be_no_file_and_stores_nothing(way, source, reason):
    item = by_code(way)
    before = item.text.raw
    transaction.commit()
    answer = requests.patch(
        item.absolute_url(),
        json={"text": f'<p>Mới <img src="{source}"></p>'},
        headers={"Accept": "application/json"},
        auth=way.auth,
        timeout=60,
    )
    assert answer.status_code == 400
    assert reason in answer.json()["message"]
    transaction.begin()
    assert item.text.raw == before
    assert len(images(way.unit)) == 1


def test_a_form_keeps_the_words_and_says_which_picture_was_no_file(way):
    source, reason = REFUSED["cut"]
    answer = way.send(
        way.unit,
        "/++add++LegalNews",
        "form.buttons.save",
        **{"IDublinCore.title": "Bài", TEXT: f'<p>Điều 1 <img src="{source}"></p>'},
    )
    assert "++add++LegalNews" in answer.url
    assert reason in answer.text and "Điều 1" in answer.text
    assert not way.unit.objectIds()


def test_what_moves_in_keeps_its_words_and_tells_of_the_picture(way):
    source, _reason = REFUSED["cut"]
    with api.env.adopt_roles(["Manager"]):
        item = create(way.portal, "Document", title="Trang")
    way.rest("PATCH", item, text=f'<p>Điều 1 <img src="{source}"></p>')
    answer = way.rest("POST", way.unit, "/@move", source=item.absolute_url())
    (moved,) = way.unit.objectValues()
    assert moved.text.raw == "<p>Điều 1 </p>"
    assert '"refused"' in answer.headers["X-PBGDPL-Removed"]


def test_a_picture_larger_than_files_may_be_is_refused(way):
    api.portal.set_registry_record("sonla.pbgdpl.max_file_megabytes", 1)
    stored = BytesIO()
    Image.effect_noise((1200, 1200), 90).save(stored, "PNG")
    item = by_code(way)
    transaction.commit()
    answer = way.ask(
        "PATCH",
        item,
        json={"text": f'<p><img src="{data_of(stored.getvalue())}"></p>'},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert "1 MB" in answer.json()["message"]


def test_several_pictures_become_several_images(way):
    body = "".join(
        f'<p><img src="{data_of(jpeg((n, n)), "image/jpeg")}"></p>' for n in (5, 6, 7)
    )
    item = by_code(way)
    way.rest("PATCH", item, text=body)
    sizes = [one.image.getImageSize() for one in images(way.unit)]
    assert sizes[-3:] == [(5, 5), (6, 6), (7, 7)]
    assert len(set(re.findall(r"resolveuid/(\w+)", item.text.raw))) == 3
    assert clean_item(item) == []
    assert len(images(way.unit)) == 4


def test_pictures_of_what_holds_files_itself_stand_in_it(way):
    with api.env.adopt_roles(["Manager"]):
        council = create(
            way.unit, "CoordinationCouncil", title="Hội đồng", level="tinh"
        )
    assert place_of(council) == council
    assert place_of(by_code(way)) == way.unit


def test_outside_of_sections_data_stays(way):
    with api.env.adopt_roles(["Manager"]):
        item = create(way.portal, "Document", title="Trang")
    way.rest("PATCH", item, text=BODY)
    assert item.text.raw == BODY
    assert not images(way.portal)
