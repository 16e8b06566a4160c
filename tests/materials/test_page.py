"""The page of a material: players, covers, and which addresses are loaded or linked."""

from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from sonla.pbgdpl.core.urls import safe_href
from sonla.pbgdpl.materials.media import embed_url
from sonla.pbgdpl.ui.summaries import language_tag

import public_content
import pytest

SCRIPT = "<script>alert(1)</script>"
HOSTS = ["www.youtube.com", "youtu.be", "vimeo.com"]


class TestMaterial:
    def material(self, text, **fields):
        return text("EducationMaterial", "Tiểu phẩm", kind="video", **fields)

    def test_local_video(self, text, rendered):
        html = rendered(
            self.material(
                text,
                file=NamedBlobFile(b"0" * 99, "video/mp4", "phim hay.mp4"),
                captions=NamedBlobFile(b"WEBVTT\n", "text/vtt", "p.vtt"),
                transcript="Dòng một\n\nDòng hai",
                text_language="hmn",
            )
        )
        assert 'preload="none"' in html
        assert "@@download/file/phim%20hay.mp4" in html
        assert 'kind="captions"' in html
        assert 'srclang="hmn"' in html
        assert "Dòng một</p>" in html

    @pytest.mark.parametrize(
        "content_type,name,tag",
        [
            ("audio/mpeg", "nghe.mp3", "<audio"),
            ("image/png", "hinh.png", 'class="pbgdpl-poster"'),
            ("application/pdf", "to-gap.pdf", "PDF, "),
            ("application/zip", "bai-giang.zip", "ZIP, "),
        ],
    )
    def test_other_files(self, text, rendered, content_type, name, tag):
        data = NamedBlobFile(b"0" * 99, content_type, name)
        html = rendered(self.material(text, file=data))
        assert tag in html
        assert f"@@download/file/{name}" in html

    def test_allowed_host_waits_for_a_click(self, text, rendered):
        url = "https://www.youtube.com/watch?v=abcdefghijk"
        html = rendered(self.material(text, external_url=url))
        assert f'href="{url}"' in html
        assert "data-pbgdpl-embed=" in html
        assert "<iframe" not in html

    def test_other_host_is_a_link(self, text, rendered):
        obj = self.material(text)
        obj.external_url = "https://phim.example.org/1"
        html = rendered(obj)
        assert 'href="https://phim.example.org/1"' in html
        assert "data-pbgdpl-embed=" not in html

    def test_cover_keeps_its_place(self, text, rendered):
        data = NamedBlobFile(b"0", "application/pdf", "a.pdf")
        html = rendered(
            self.material(
                text,
                file=data,
                poster=public_content.picture(),
                poster_alt="Bếp lửa nhà sàn",
            )
        )
        assert 'alt="Bếp lửa nhà sàn"' in html
        assert 'width="' in html

    def test_broken_cover(self, text, rendered):
        poster = NamedBlobImage(b"no image", "image/png", "x.png")
        obj = self.material(text)
        obj.poster = poster
        assert "Tiểu phẩm" in rendered(obj)


class TestAddresses:
    @pytest.mark.parametrize(
        "url,expected",
        [
            (
                "https://www.youtube.com/watch?v=abcdefghijk&t=9",
                "https://www.youtube-nocookie.com/embed/abcdefghijk",
            ),
            (
                "https://youtu.be/abcdefghijk",
                "https://www.youtube-nocookie.com/embed/abcdefghijk",
            ),
            (
                "https://www.youtube.com/shorts/abcdefghijk",
                "https://www.youtube-nocookie.com/embed/abcdefghijk",
            ),
            ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456"),
            ("https://vimeo.com/about", ""),
            ("https://www.youtube.com/watch?v=a%22b", ""),
            ("https://www.youtube.com.evil.example/watch?v=abcdefghijk", ""),
            ("https://evil.example/?v=abcdefghijk", ""),
            ("", ""),
        ],
    )
    def test_embed(self, url, expected):
        assert embed_url(url, HOSTS) == expected

    def test_embed_needs_an_allowed_host(self):
        assert embed_url("https://vimeo.com/123456", ["youtu.be"]) == ""

    @pytest.mark.parametrize(
        "url,expected",
        [
            ("https://a.vn/1", "https://a.vn/1"),
            ("http://a.vn", "http://a.vn"),
            ("javascript:alert(1)", ""),
            ("data:text/html,x", ""),
            (None, ""),
        ],
    )
    def test_followable(self, url, expected):
        assert safe_href(url) == expected

    @pytest.mark.parametrize(
        "token,tag",
        [("vi", "vi"), ("hmn", "hmn"), ("song-ngu-vi-hmn", ""), (None, "")],
    )
    def test_language_tag(self, token, tag):
        assert language_tag(token) == tag
