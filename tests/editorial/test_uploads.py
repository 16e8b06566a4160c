"""What a file must be, and that every road asks."""

from camera_photos import drawing
from camera_photos import photo
from camera_photos import position
from made_once import made_once
from new_items import create
from PIL import Image
from playwright.sync_api import expect
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.dexterity.utils import iterSchemata
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.protect.authenticator import createToken
from sample_values import PNG
from sonla.pbgdpl.core.picture_sizes import MAX_MEGAPIXELS
from sonla.pbgdpl.core.picture_sizes import megapixels_of
from sonla.pbgdpl.editorial.uploads import file_problem
from sonla.pbgdpl.editorial.uploads import FileRefused

import base64
import io
import pytest
import requests
import transaction

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
FULL = PDF.ljust(1024 * 1024, b"\n")
OVERFULL = FULL + b"\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60
PASSWORD = "Mat-khau-1234"


@pytest.fixture
def section(functional_portal):
    section = made_once(functional_portal, make_section)
    transaction.commit()
    return section


def make_section(portal):
    """Make a section, a folder beside it and somebody who manages both."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    api.user.create("a@example.vn", "bien-tap", PASSWORD, roles=["Member", "Manager"])
    api.content.create(portal, "Folder", "ngoai", "Ngoài")
    return api.content.create(portal, "LegalEducationSection", "pbgdpl", "PBGDPL")


@pytest.fixture
def writer(section, request_factory):
    """Return a session of the REST interface."""
    return request_factory(basic_auth=("bien-tap", PASSWORD))


def problem(name, head, size=None, limit=200):
    size = len(head) if size is None else size
    found = file_problem(name, size, io.BytesIO(head), limit)
    return str(found) if found else None


@pytest.mark.parametrize(
    "name, head",
    [
        ("Quyết định 218.PDF", PDF),
        ("a.pdf", b"\xef\xbb\xbf\n" + PDF),
        ("a.png", PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0"),
        ("a.jpeg", b"\xff\xd8\xff\xe1"),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("a.docx", b"PK\x03\x04\x14\x00"),
        ("a.odt", b"PK\x03\x04\x14\x00"),
        ("a.zip", b"PK\x05\x06"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.doc", b"{\\rtf1"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("a.webm", b"\x1a\x45\xdf\xa3"),
        ("a.mp3", b"ID3\x03"),
        ("a.mp3", b"\xff\xfb\x90"),
        ("a.ogg", b"OggS"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.txt", "Phổ biến pháp luật".encode()),
        ("a.txt", "Phổ biến".encode("utf-16")),
        ("a.csv", b"a;b\xd0\xf1"),
        ("a.vtt", b"WEBVTT\n"),
        ("khong-duoi", b"bat ky"),
        ("a.dwg", b"AC1027"),
    ],
)
def test_good_files(name, head):
    assert problem(name, head) is None


@pytest.mark.parametrize(
    "name, head, message",
    [
        ("a.pdf", b"", "msg_file_empty"),
        ("a.pdf", EXE, "msg_file_not_what_it_says"),
        ("a.pdf", PNG, "msg_file_not_what_it_says"),
        ("a.png", PDF, "msg_file_not_what_it_says"),
        ("a.jpg", b"<html>", "msg_file_not_what_it_says"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msg_file_not_what_it_says"),
        ("a.doc", b"<html><body>", "msg_file_not_what_it_says"),
        ("a.mp4", b"\x1a\x45\xdf\xa3", "msg_file_not_what_it_says"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WEBP", "msg_file_not_what_it_says"),
        ("a.txt", b"a\x00b", "msg_file_not_what_it_says"),
        ("a.txt", EXE, "msg_file_not_what_it_says"),
        ("a.csv", b" <!DOCTYPE html><p>", "msg_file_not_what_it_says"),
        ("a.exe", EXE, "msg_file_active"),
        ("a.HTML", b"<p>", "msg_file_active"),
        ("a.svg", b"<svg>", "msg_file_active"),
        ("a.pdf.exe", PDF, "msg_file_active"),
        ("a.docm", b"PK\x03\x04", "msg_file_active"),
        ("khong-duoi", EXE, "msg_file_active"),
        ("a.xyz", b"\xef\xbb\xbf  <HTML>", "msg_file_active"),
    ],
)
def test_bad_files(name, head, message):
    assert problem(name, head) == message


@pytest.mark.parametrize("size, ok", [(1024 * 1024, True), (1024 * 1024 + 1, False)])
def test_the_limit_is_inclusive(size, ok):
    assert (problem("a.pdf", PDF, size, limit=1) is None) is ok


@pytest.mark.parametrize("name", ["a.png", "a.JPG"])
def test_a_picture_is_refused_that_is_much_larger_than_a_photo(name):
    head = PNG if name == "a.png" else b"\xff\xd8\xff\xe0"
    assert problem(name, head, size=20 * 1024 * 1024) is None
    assert problem(name, head, size=81 * 1024 * 1024) == "msg_picture_too_large"
    assert problem("a.pdf", PDF, size=81 * 1024 * 1024) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_a_picture_is_refused_that_unpacks_to_too_much(kind):
    """By what its header says, whatever the file is called."""
    side = 6500
    assert side**2 > MAX_MEGAPIXELS * 1e6
    large = drawing(kind, side, side)
    assert problem(f"a.{kind.lower()}", large) == "msg_picture_pixels"
    assert problem("a", large) == "msg_picture_pixels"
    assert problem(f"a.{kind.lower()}", drawing(kind, side, 5000)) is None


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_kinds_that_unpack_to_twice_as_much_have_half_the_limit(kind):
    assert problem(f"a.{kind.lower()}", drawing(kind, 5000, 4100)) == (
        "msg_picture_pixels"
    )
    assert problem(f"a.{kind.lower()}", drawing(kind, 5000, 3900)) is None


def test_a_jpeg_is_refused_that_is_drawn_over_and_over():
    """Each scan of some bytes goes through all pixels again."""
    made = io.BytesIO()
    Image.new("L", (5000, 5000)).save(made, "JPEG", progressive=True)
    large = made.getvalue()
    scan = large[large.rindex(b"\xff\xda") : -2]
    assert problem("a.jpg", large) is None
    assert problem("a.jpg", large + scan * 100) == "msg_picture_pixels"


def moving(kind, *sizes):
    """Return a picture with frames of sizes, each of another colour."""
    first, *others = [
        Image.new("L", size, number * 37 % 256) for number, size in enumerate(sizes)
    ]
    made = io.BytesIO()
    several = {"save_all": True, "append_images": others, "disposal": 2}
    first.save(made, kind, **(several if others else {}))
    return made.getvalue()


def test_the_size_is_found_behind_notes_of_any_length():
    large = drawing("JPEG", 6500, 6500)
    note = b"\xff\xe5" + (60_000).to_bytes(2, "big") + b" " * 59_998
    assert problem("a.jpg", large[:2] + note * 20 + large[2:]) == "msg_picture_pixels"


def test_what_is_no_picture_has_no_pixels():
    for data in (b"", PDF, EXE, PNG[:20], b"BM" + b"\0" * 60, b"\0\0\0\x18ftypmp42"):
        assert megapixels_of(io.BytesIO(data)) == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_all_frames_of_a_moving_picture_count(kind):
    """Each is scaled, also what is larger than those before."""
    assert problem("a", moving(kind, *[(2_000, 2_000)] * 11)) == "msg_picture_pixels"
    assert problem("a", moving(kind, *[(2_000, 2_000)] * 9)) is None
    assert problem("a", moving(kind, *[(2, 2)] * 1_100)) == "msg_picture_pixels"


def test_a_frame_may_be_larger_than_its_picture():
    """As no program writes it: the second frame says another size."""
    grown = bytearray(moving("GIF", (1, 1), (1, 1)))
    second = grown.rindex(b",\0\0\0\0\x01\0\x01\0")
    grown[second + 5 : second + 9] = (7_000).to_bytes(2, "little") * 2
    assert problem("a", bytes(grown)) == "msg_picture_pixels"


OTHER_PICTURES = ["JPEG2000", "PCX", "TGA", "SGI", "PPM", "ICO"]


@pytest.mark.parametrize("kind", OTHER_PICTURES)
def test_what_is_scaled_is_of_a_kind_whose_pixels_are_counted(kind):
    data = moving(kind, (100, 100))
    for name in ("a", "a.xyz"):
        found = file_problem(name, len(data), io.BytesIO(data), 1, is_picture=True)
        assert str(found) == "msg_picture_not_counted"
        assert problem(name, data) is None  # as a file


@pytest.mark.parametrize("kind", ["JPEG2000", "GIF"])
@pytest.mark.parametrize("road", ["rest", "dialogue", "field"])
def test_every_road_refuses_it(section, writer, road, kind):
    moves = kind == "GIF"
    name, reason = ("a.gif", "megapixels") if moves else ("a.jp2", "Save it as PNG")
    large = moving(kind, *[(2_000, 2_000)] * 11) if moves else moving(kind, (100, 100))
    if road == "rest":
        sent = {**material(name, large), "@type": "Image"}
        sent["image"] = {**sent.pop("file"), "content-type": "image/x"}
        answer = writer.post("/pbgdpl", json=sent)
        assert answer.status_code == 400 and reason in answer.text
    elif road == "dialogue":
        answer = upload(section, name, large)
        assert answer.status_code == 403 and reason in answer.text
    else:
        item = create(section, "LegalNews", title="x")
        field = api_field(item, "image").bind(item)
        with pytest.raises(FileRefused):
            field.validate(NamedBlobImage(large, filename=name))
    transaction.begin()
    assert "Image" not in {item.portal_type for item in section.objectValues()}


@pytest.mark.parametrize(
    "filename, data, good",
    [("a.pdf", PDF, True), ("a.pdf", EXE, False), ("a.pdf", b"", False)],
)
def test_fields_of_our_types_and_stock_files(section, filename, data, good):
    for portal_type, name in (("EducationMaterial", "file"), ("File", "file")):
        item = create(section, portal_type, title="x")
        field = api_field(item, name).bind(item)
        value = NamedBlobFile(data, filename=filename)
        if good:
            field.validate(value)
        else:
            with pytest.raises(FileRefused):
                field.validate(value)


def test_image_fields(section):
    item = create(section, "Image", title="x")
    field = api_field(item, "image").bind(item)
    field.validate(NamedBlobImage(PNG, filename="a.png"))
    with pytest.raises(FileRefused):
        field.validate(NamedBlobImage(PDF, filename="a.png", contentType="image/png"))


def test_outside_nothing_is_checked(functional_portal, section):
    item = create(functional_portal["ngoai"], "File", title="x")
    field = api_field(item, "file").bind(item)
    field.validate(NamedBlobFile(EXE, filename="a.pdf"))


@pytest.fixture
def one_megabyte(section):
    """Set the largest size, so that no test sends hundreds of megabytes."""
    api.portal.set_registry_record("sonla.pbgdpl.max_file_megabytes", 1)
    transaction.commit()


def api_field(item, name):
    return next(schema[name] for schema in iterSchemata(item) if name in schema)


def material(filename, data):
    return {
        "@type": "EducationMaterial",
        "title": "Tờ gấp",
        "kind": "to-gap",
        "file": {
            "data": base64.b64encode(data).decode(),
            "encoding": "base64",
            "filename": filename,
            "content-type": "application/pdf",
        },
    }


@pytest.mark.parametrize(
    "filename, data, status",
    [
        ("a.pdf", PDF, 201),
        ("a.pdf", EXE, 400),
        ("a.html", b"<p>", 400),
        ("a.pdf", b"", 400),
        ("a.pdf", FULL, 201),
        ("a.pdf", OVERFULL, 400),
    ],
)
@pytest.mark.usefixtures("one_megabyte")
def test_over_rest(section, writer, filename, data, status):
    answer = writer.post("/pbgdpl", json=material(filename, data))
    assert answer.status_code == status, answer.text
    if status == 400:
        assert filename in answer.text
    transaction.begin()
    assert len(section.objectIds()) == (1 if status == 201 else 0)


def upload(container, filename, data):
    """Post as the editor's dialogues do, with the token that they send."""
    login(api.portal.get(), "bien-tap")
    token = createToken()
    login(api.portal.get(), TEST_USER_NAME)
    return requests.post(
        f"{container.absolute_url()}/@@fileUpload",
        files={"file": (filename, data)},
        headers={"X-CSRF-TOKEN": token},
        auth=("bien-tap", PASSWORD),
        timeout=30,
    )


@pytest.mark.parametrize(
    "filename, data, status",
    [
        ("a.pdf", PDF, 200),
        ("a.png", PNG, 200),
        ("a.pdf", EXE, 403),
        ("a.svg", b"<svg/>", 403),
        ("a.pdf", b"", 403),
        ("a.pdf", FULL, 200),
        ("a.pdf", OVERFULL, 403),
    ],
)
@pytest.mark.usefixtures("one_megabyte")
def test_editors_upload(section, filename, data, status):
    answer = upload(section, filename, data)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert filename in answer.text
    transaction.begin()
    assert len(section.objectIds()) == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    "filename", ["a\x00.pdf", "a.pdf\x00.png", "\x1b[31ma.pdf", "a\n.pdf", "a\x7f.pdf"]
)
def test_names_that_cannot_be_shown_are_refused(section, writer, filename):
    """Over REST; of a form Zope itself reads no header with such signs."""
    assert problem(filename, PDF) == "msg_file_name_unreadable"
    answer = writer.post("/pbgdpl", json=material(filename, PDF))
    assert answer.status_code == 400
    transaction.begin()
    assert section.objectIds() == []


def test_names_that_people_give_are_taken(section):
    for filename in (
        "Kế hoạch số 1.pdf",
        "Kê\u0301 hoạch\u00a0số\u200b 2.pdf",
        "“a” – b.pdf",
    ):
        assert upload(section, filename, PDF).status_code == 200


def test_upload_dialogue_shows_the_reason(section, page, log_in, tmp_path):
    fake = tmp_path / "gia-mao.pdf"
    fake.write_bytes(EXE)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(f"{section.absolute_url()}/folder_contents")
    page.locator("#btngroup-rightgroup #btn-upload, #btn-upload").first.click()
    page.set_input_files(".dz-hidden-input", fake)
    # Core's script empties the message 50 ms after a file was added: nobody is so quick.
    page.wait_for_timeout(200)
    page.locator(".upload-all:visible").click()
    reason = page.locator(".dz-error-message")
    expect(reason).to_contain_text("gia-mao.pdf")


def test_upload_outside_is_as_ever(functional_portal, section):
    assert upload(functional_portal["ngoai"], "a.pdf", EXE).status_code == 200


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "data, message",
    [(EXE, "is not a real .pdf file"), (OVERFULL, "is larger than 1 MB")],
    ids=["fake", "overfull"],
)
@pytest.mark.usefixtures("one_megabyte")
def test_form_keeps_what_was_typed(section, page, log_in, tmp_path, data, message):
    fake = tmp_path / "gia-mao.pdf"
    fake.write_bytes(data)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(f"{section.absolute_url()}/++add++EducationMaterial")
    page.fill("#form-widgets-IDublinCore-title", "Tờ gấp Luật Đất đai")
    page.select_option("#form-widgets-kind", "to-gap")
    page.locator("[name='form.widgets.file']").set_input_files(str(fake))
    with page.expect_navigation():
        page.click("#form-buttons-save")
    assert f"gia-mao.pdf {message}" in page.locator("#content").inner_text()
    typed = page.input_value("#form-widgets-IDublinCore-title")
    assert typed == "Tờ gấp Luật Đất đai"
    transaction.begin()
    assert section.objectIds() == []

    good = tmp_path / "tot.pdf"
    good.write_bytes(PDF)
    page.locator("[name='form.widgets.file']").set_input_files(str(good))
    with page.expect_navigation():
        page.click("#form-buttons-save")
    transaction.begin()
    (made,) = section.objectValues()
    assert made.file.filename == "tot.pdf"


@pytest.mark.long
def test_refused_replacement_leaves_what_is_stored(section, page, log_in, tmp_path):
    with api.env.adopt_roles(["Manager"]):
        text = create(section, "EducationMaterial", title="Tờ gấp")
        text.kind, text.file = "to-gap", NamedBlobFile(PDF, filename="cu.pdf")
    transaction.commit()
    fake = tmp_path / "gia-mao.pdf"
    fake.write_bytes(EXE)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(f"{text.absolute_url()}/edit")
    page.check("#form-widgets-file-replace")
    page.locator("[name='form.widgets.file']").set_input_files(str(fake))
    with page.expect_navigation():
        page.click("#form-buttons-save")
    assert page.is_checked("#form-widgets-file-nochange")
    with page.expect_navigation():
        page.click("#form-buttons-save")
    transaction.begin()
    assert section[text.getId()].file.filename == "cu.pdf"


def versions_of(item):
    """Yield the item as it was, as often as it was kept."""
    repository = api.portal.get_tool("portal_repository")
    kept = repository.getHistoryMetadata(item).getLength(countPurged=False)
    return [repository.retrieve(item, number).object for number in range(kept)]


def test_photos_lose_the_position_of_the_camera_by_every_way_in(section, writer):
    """Also what an earlier version keeps of them."""
    sent = {
        "data": base64.b64encode(photo()).decode(),
        "encoding": "base64",
        "filename": "anh.jpg",
        "content-type": "image/jpeg",
    }
    upload(section, "chup.jpg", photo())
    news = {"@type": "LegalNews", "title": "Tin", "image": sent}
    assert writer.post("/pbgdpl", json=news).status_code == 201
    file = {"@type": "File", "title": "Ảnh gốc", "file": sent}
    answer = writer.post("/pbgdpl", json=file)
    assert answer.status_code == 201
    changed = writer.patch("/pbgdpl/tin", json={"image": sent, "title": "Tin khác"})
    assert changed.status_code == 204
    transaction.begin()
    stored = [section["chup.jpg"].image, section["tin"].image]
    stored.append(section[answer.json()["id"]].file)
    stored += [one.image for one in versions_of(section["tin"])]
    assert len(stored) == 5
    assert not any(position(value.data) for value in stored)
    assert not any(hasattr(value, "exif") for value in stored[:3])


def test_photos_outside_stay_as_they_are(functional_portal, section):
    upload(functional_portal["ngoai"], "chup.jpg", photo())
    transaction.begin()
    assert position(functional_portal["ngoai"]["chup.jpg"].image.data)
