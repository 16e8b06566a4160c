"""Files of records become content beside the text, once each; nothing foreign is shown."""

from exchange_content import FILM
from exchange_content import picture
from hashlib import sha256
from plone import api
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.files import files_of
from sonla.pbgdpl.exchange.importer import create
from sonla.pbgdpl.exchange.importer import update
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.sanitizing import images_of

import pytest

HOST = "https://btp.example.vn"
PDF = b"%PDF-1.4 mot"
PDF_2 = b"%PDF-1.4 hai"


def notes_of(written):
    """Return which notes there are, and what they are about."""
    return [(str(one), one.mapping["value"]) for one in written.notes]


@pytest.fixture(autouse=True)
def manager(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


class Remote:
    """A host with files, which counts what is asked of it."""

    def __init__(self, **files):
        self.files = {f"{HOST}/{name}": data for name, data in files.items()}
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        return self.files.get(url)


def reference(name, data=b"", media_type="application/pdf", url="", told=True):
    return FileReference(
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=sha256(data).hexdigest() if told else "",
        url=f"{HOST}/{url or name}",
    )


def news(**values):
    return build("oai:btp.vn:1", "news", {"title": "Tin", **values})


def contents(obj):
    return [
        (file.portal_type, (getattr(file.aq_base, "image", None) or file.file).data)
        for file in files_of(obj)
    ]


def test_attachments_become_files_and_images_that_stay_hidden(section):
    record = news(
        attachments=(
            reference("a.pdf", PDF),
            reference("b.png", picture(), "image/png"),
        )
    )
    remote = Remote(**{"a.pdf": PDF, "b.png": picture()})
    made = create(record, section, remote)
    assert made.notes == ()
    assert contents(made.obj) == [("File", PDF), ("Image", picture())]
    assert {api.content.get_state(file) for file in files_of(made.obj)} == {"hidden"}
    found = record_of(made.obj)["attachments"]
    assert [(f.name, f.media_type, f.sha256) for f in found] == [
        (f.name, f.media_type, f.sha256) for f in record["attachments"]
    ]


def test_what_could_not_be_fetched_is_kept_to_be_tried_again(section):
    files = (reference("a.pdf", PDF), reference("b.pdf", PDF_2))
    record = news(attachments=files)
    made = create(record, section, Remote(**{"a.pdf": PDF}))
    assert "b.pdf" in [one.mapping["value"] for one in made.notes]
    assert [f.name for f in record_of(made.obj)["attachments"]] == ["a.pdf", "b.pdf"]
    remote = Remote(**{"a.pdf": PDF, "b.pdf": PDF_2})
    assert update(made.obj, record, {"attachments"}, remote).names == {"attachments"}
    assert contents(made.obj) == [("File", PDF), ("File", PDF_2)]
    assert set(remote.asked) == {f"{HOST}/b.pdf"}


def test_files_are_made_once_and_replaced_when_they_change(section):
    told, untold = reference("a.pdf", PDF), reference("b.pdf", PDF_2, told=False)
    remote = Remote(**{"a.pdf": PDF, "b.pdf": PDF_2})
    obj = create(news(attachments=(told, untold)), section, remote).obj
    first = list(files_of(obj))
    update(obj, news(attachments=(untold, told)), {"attachments"}, remote)
    assert [file.UID() for file in files_of(obj)] == [f.UID() for f in first[::-1]]
    remote.files[f"{HOST}/a.pdf"] = PDF_2 + b"!"
    changed = reference("a.pdf", PDF_2 + b"!")
    update(obj, news(attachments=(changed,)), {"attachments"}, remote)
    assert contents(obj) == [("File", PDF_2 + b"!")]
    assert first[0].getId() in section  # what was there is not destroyed
    assert first[0].file.data == PDF


def test_attachments_can_be_taken_away(section):
    record = news(attachments=(reference("a.pdf", PDF),))
    obj = create(record, section, Remote(**{"a.pdf": PDF})).obj
    assert update(obj, news(), {"attachments"}).names == {"attachments"}
    assert "attachments" not in record_of(obj).values


@pytest.mark.parametrize(
    "name,data,media_type",
    [
        ("a.exe", b"MZ", "application/pdf"),
        ("a.html", b"<script>alert(1)</script>", "text/html"),
        ("a.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
        ("a.pdf", b"<html>", "application/pdf"),
        ("a.png", b"<svg/>", "image/png"),
        ("a", b"<!DOCTYPE html>", "application/pdf"),
        ("a.pdf", b"", "application/pdf"),
    ],
)
def test_files_that_may_not_enter_are_refused(section, name, data, media_type):
    file = reference(name, b"x", media_type)
    made = create(news(attachments=(file,)), section, Remote(**{name: data}))
    assert contents(made.obj) == []
    assert name in [one.mapping["value"] for one in made.notes]


@pytest.mark.parametrize(
    "name,sent,served",
    [
        ("a.pdf", "application/pdf", "application/pdf"),
        ("a.pdf", "text/html", "application/pdf"),
        ("a.pdf", "application/xhtml+xml", "application/pdf"),
        ("a", "image/svg+xml", "application/octet-stream"),
        ("a.pdf", "", "application/pdf"),
    ],
)
def test_files_are_not_served_as_what_a_browser_runs(section, name, sent, served):
    record = news(attachments=(reference(name, PDF, sent),))
    obj = create(record, section, Remote(**{name: PDF})).obj
    (file,) = files_of(obj)
    assert file.file.contentType == served


def test_images_of_a_body_become_content_or_leave_their_text(section):
    body = (
        f'<p><img src="{HOST}/1.png" alt="Một"><img src="{HOST}/2.png" alt="Hai">'
        f'<img src="{HOST}/3.pdf" alt="Ba"></p>'
    )
    remote = Remote(**{"1.png": picture(), "3.pdf": PDF})
    made = create(news(body=body), section, remote)
    image = next(obj for obj in section.objectValues() if obj.portal_type == "Image")
    assert made.obj.text.raw == (
        f'<p><img src="resolveuid/{image.UID()}/@@images/image/large" alt="Một">HaiBa</p>'
    )
    assert any("2.png" in one.mapping["value"] for one in made.notes)
    (address,) = images_of(record_of(made.obj)["body"])
    assert address == f"{image.absolute_url()}/@@images/image/large"


def test_images_are_made_once(section):
    body = f'<p><img src="{HOST}/1.png" alt="Một"></p>'
    remote = Remote(**{"1.png": picture()})
    obj = create(news(body=body), section, remote).obj
    first = obj.text.raw
    update(obj, news(body=f"{body}<p>thêm</p>"), {"body"}, remote)
    assert obj.text.raw == f"{first}<p>thêm</p>"
    update(obj, news(body=f"{body}<p>nữa</p>"), {"body"})  # the host is down
    assert obj.text.raw == f"{first}<p>nữa</p>"
    remote.files[f"{HOST}/1.png"] = picture("red")
    update(obj, news(body=f"{body}<p>đỏ</p>"), {"body"}, remote)
    assert obj.text.raw.endswith("<p>đỏ</p>") and first[:50] not in obj.text.raw
    images = [o for o in section.objectValues() if o.portal_type == "Image"]
    assert len(images) == 2


def test_a_material_has_its_file(section):
    def material(data, **values):
        media = reference("phim.mp4", data, "video/mp4")
        return build("oai:b:1", "material", {"title": "a", "media": media, **values})

    made = create(material(FILM), section, Remote(**{"phim.mp4": FILM}))
    assert made.obj.file.data == FILM
    assert made.obj.file.filename == "phim.mp4"
    assert update(made.obj, material(FILM), {"media"}).names == set()
    missing = update(made.obj, material(FILM + b"2"), {"media"})
    assert "phim.mp4" in [one.mapping["value"] for one in missing.notes]
    assert made.obj.file.data == FILM
    other = create(material(FILM, year=2024), section)
    assert other.obj.file is None
    assert record_of(other.obj)["media"].url == f"{HOST}/phim.mp4"


@pytest.mark.parametrize(
    "kind,field,text",
    [("news", "image", "image_caption"), ("material", "poster", "poster_alt")],
)
def test_the_image_of_a_text(section, kind, field, text):
    def record(data, name="anh.png", media_type="image/png"):
        values = {"title": "a", "image_text": "Người đọc báo"}
        image = reference(name, data, media_type)
        return build("oai:b:1", kind, {**values, "image": image})

    remote = Remote(**{"anh.png": picture()})
    obj = create(record(picture()), section, remote).obj
    assert getattr(obj, field).data == picture()
    assert getattr(obj, field).getImageSize() == (8, 6)
    assert getattr(obj, text) == "Người đọc báo"
    assert (
        update(obj, record(picture()), {"image", "image_text"}, remote).names == set()
    )
    late = update(obj, record(picture("red")), {"image"})
    assert ("problem_no_file", "anh.png") in notes_of(late)
    assert getattr(obj, field).data == picture()
    remote.files[f"{HOST}/anh.png"] = picture("red")
    assert update(obj, record(picture("red")), {"image"}, remote).names == {"image"}
    assert getattr(obj, field).data == picture("red")
    drawing = record(b"<svg onload='x'/>", "anh.svg", "image/svg+xml")
    refused = update(obj, drawing, {"image"}, remote)
    assert ("problem_file", "anh.svg") in notes_of(refused)
    assert getattr(obj, field).data == picture("red")


def test_captions_of_a_film(section):
    def record(data):
        captions = reference("phim.vtt", data, "text/vtt")
        return build("oai:b:1", "material", {"title": "a", "captions": captions})

    vtt = b"WEBVTT\n\n00:00.000 --> 00:01.000\nXin\n"
    obj = create(record(vtt), section, Remote(**{"phim.vtt": vtt})).obj
    assert obj.captions.data == vtt
    other = update(obj, record(b"1\n"), {"captions"}, Remote(**{"phim.vtt": b"1\n"}))
    assert ("problem_file", "phim.vtt") in notes_of(other)
    assert obj.captions.data == vtt


def test_a_material_has_attachments_among_its_related_items(section):
    values = {"title": "a", "attachments": (reference("a.pdf", PDF),)}
    record = build("oai:b:1", "material", values)
    obj = create(record, section, Remote(**{"a.pdf": PDF})).obj
    (relation,) = obj.relatedItems
    assert relation.to_object.file.data == PDF
    assert [file.name for file in record_of(obj)["attachments"]] == ["a.pdf"]
