"""What an author's body may hold stays letter for letter; all else leaves and is named."""

from authored_pages import assert_authored
from hostile_markup import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.exchange.sanitizing import ATTRIBUTES as FOREIGN_ATTRIBUTES
from sonla.pbgdpl.exchange.sanitizing import sanitised
from sonla.pbgdpl.markup.authored import ATTRIBUTES
from sonla.pbgdpl.markup.authored import AUTHORED_TAGS
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.authored import Cleaned
from sonla.pbgdpl.markup.authored import Rules
from sonla.pbgdpl.markup.settling import TAGS
from sonla.pbgdpl.ui.editor.outlines import all_outlines

import pytest

TEXTS = [text for _name, text in PAYLOADS]
NAMES = [name for name, _text in PAYLOADS]
RULES = Rules(
    own_hosts=frozenset({"phapluat.example.vn"}),
    player_hosts=frozenset({"www.youtube.com", "player.vimeo.com"}),
    classes=frozenset({"khung-tin"}),
)
HOSTS = RULES.own_hosts | RULES.player_hosts

WRITTEN = {
    "link": '<p><a class="internal-link" title="Luật" href="resolveuid/0a1b" target="_blank" rel="noopener" data-linktype="internal" data-val="0a1b">Luật</a></p>',
    "mail": '<p><a href="mailto:so@example.vn?subject=Hỏi" data-linktype="email" data-val="so@example.vn" data-subject="Hỏi">thư</a></p>',
    "anchor": '<h2><a name="-i-u-1" class="mce-item-anchor"></a>Điều 1</h2>'.replace(
        ' class="mce-item-anchor"', ""
    )
    + '<p><a href="#-i-u-1" data-linktype="anchor" data-val="0">Điều 1</a> <a id="dieu-1"></a></p>',
    "picture": '<p><img class="image-richtext image-left picture-variant-large captioned zoomable" title="Ảnh" src="resolveuid/0a1b/@@images/image/large" alt="Bà con" width="600" height="400" loading="lazy" data-linktype="image" data-picturevariant="large" data-scale="large" data-val="0a1b" data-captiontext="Bà con nghe"></p>',
    "figure": '<figure class="figure"><img class="figure-img img-fluid" src="https://phapluat.example.vn/a.png" alt="x" srcset="a.png 1x, b.png 2x" sizes="100vw"><figcaption class="figure-caption">x</figcaption></figure>',
    "table": '<table class="listing" style="border-collapse: collapse; width: 100%; height: 44.8px;" border="1" cellspacing="0" cellpadding="4"><caption>Bảng</caption><colgroup><col style="width: 33.3333%;"><col style="width: 66.6667%;"></colgroup><thead><tr style="height: 22.4px;"><th class="text-center" scope="col" colspan="2">a</th></tr></thead><tbody><tr><th scope="row" rowspan="2">b</th><td style="width: 50px; vertical-align: top;">c</td></tr></tbody></table>',
    "styles": '<p class="text-justify text-columns-2 khung-tin" style="padding-left: 80px;" dir="rtl" lang="th">a<span style="text-decoration: underline;">b</span><span class="discreet">c</span></p>',
    "words": "<p><strong>a</strong><em>b</em><s>c</s><sup>d</sup><sub>e</sub><code>f</code><del>g</del><br>&nbsp;&amp; \xa0 &lt;</p>",
    "blocks": '<blockquote><p>a</p></blockquote><pre class="language-python"><code>x</code></pre><hr><div class="clearfix">b</div><h1>a</h1><h6>b</h6>',
    "lists": '<ol style="list-style-type: lower-alpha;" start="3" reversed="reversed"><li value="4">a</li></ol><ul style="list-style-type: square;"><li>b</li></ul><dl><dt>a</dt><dd>b</dd></dl>',
    "player": '<p><iframe src="https://www.youtube.com/embed/abc" width="560" height="314" allowfullscreen="allowfullscreen"></iframe></p>',
    "video": '<p><video controls="controls" width="300" height="150" poster="resolveuid/b/@@images/image"> <source src="resolveuid/c/@@download/file" type="video/mp4"></video><audio src="a.mp3" controls="controls"></audio></p>',
    "details": '<details class="mce-accordion" open="open"><summary>Xem</summary><p>a</p></details>',
    "lines": "<p>a</p>\r\n<p>b<br />c</p>",
}


@pytest.mark.parametrize("body", WRITTEN.values(), ids=WRITTEN)
def test_what_the_editor_writes_stays_letter_for_letter(body):
    cleaned = clean(body, RULES)
    assert cleaned.html == body
    assert cleaned.removed == ()
    assert_authored(body.replace(" khung-tin", ""), HOSTS)


@pytest.mark.parametrize("outline", all_outlines(), ids=lambda one: one.token)
def test_our_outlines_stay(outline):
    assert clean(outline.body) == Cleaned(outline.body)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_hostile_markup_leaves(text):
    for markup in (text, f"<p>Trước {text} sau</p>", f'<img alt="x" {text}'):
        once = clean(markup, RULES)
        assert_authored(once.html, HOSTS)
        assert clean(once.html, RULES).html == once.html
        assert clean(once.html, RULES).removed == ()


PIECES = (
    st.sampled_from(TEXTS)
    | st.sampled_from(sorted(WRITTEN.values()))
    | st.sampled_from(sorted(f"<{tag}>" for tag in AUTHORED_TAGS))
    | st.sampled_from(sorted(f"</{tag}>" for tag in AUTHORED_TAGS))
    | st.sampled_from(["<form>", "<svg>", "<math>", "<table><a>", "<pre>\n\n", "<!--"])
    | st.tuples(
        st.sampled_from(sorted(AUTHORED_TAGS)),
        st.sampled_from(sorted({a for names in ATTRIBUTES.values() for a in names})),
        st.sampled_from(
            ["", "x", "-1", "99999", "//evil.example/", "data:,x", "java\tscript:x"]
        )
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    ).map(lambda one: "<{} {}='{}'>".format(*one))
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_sent_ends_within_the_list_and_stays_so(markup):
    once = clean(markup, RULES)
    assert_authored(once.html.replace("khung-tin", ""), HOSTS)
    again = clean(once.html, RULES)
    assert (again.html, again.removed) == (once.html, ())


@given(
    st.text("abc:;/*\\() {}'\"-%px0123456789", max_size=40)
    | st.sampled_from(["position", "text-align", "width"]).flatmap(
        lambda name: st.text(":; fixedcenter\\/*0x", max_size=20).map(name.__add__)
    )
)
def test_whatever_style_is_sent_only_listed_declarations_stay(style):
    value = style.replace("&", "&amp;").replace('"', "&quot;")
    assert_authored(clean(f'<p style="{value}">a</p>').html)


LEAVES = [
    ('<iframe src="https://evil.example/x"></iframe>', "frame", "evil.example"),
    ('<iframe src="/lien-he" height="1999"></iframe>', "frame", "iframe"),
    ('<iframe src="lien-he"></iframe>', "frame", "iframe"),
    ('<iframe src="#a"></iframe>', "frame", "iframe"),
    (
        '<iframe src="https://phapluat.example.vn/login"></iframe>',
        "frame",
        "phapluat.example.vn",
    ),
    ('<img src="https://evil.example/x.png" alt="Ảnh">', "picture", "evil.example"),
    ('<img src="data:image/png;base64,AAAA" alt="image.png">', "pasted", ""),
    ('<img src="blob:https://a.example/1">', "pasted", ""),
    ("<img alt='x'>", "picture", "img"),
    ('<video src="https://evil.example/x.mp4"></video>', "player", "evil.example"),
    ('<object data="x.swf"></object>', "object", "object"),
    ("<script>x</script>", "script", "script"),
    ('<b onclick="x()">a</b>', "script", "onclick"),
    ("<input name='a'>", "form", "input"),
    ('<b style="position: fixed">a</b>', "style", "position"),
    ('<b style="text-align: center; color: red">a</b>', "style", "color"),
    ('<b class="discreet pat-inject">a</b>', "class", "pat-inject"),
    ('<b data-pat-inject="x">a</b>', "attribute", "data-pat-inject"),
    ('<h2 id="content">a</h2>', "anchor", "content"),
    ('<a href="javascript:x">a</a>', "address", "javascript:x"),
    ("<font>a</font>", "format", "font"),
    ("<!-- x -->", "comment", "comment"),
]


@pytest.mark.parametrize(("markup", "kind", "what"), LEAVES)
def test_what_left_is_named_with_the_words_before_it(markup, kind, what):
    cleaned = clean(f"<p>Bà con nghe {markup} sau</p>", RULES)
    (removed,) = cleaned.removed
    assert (removed.kind, removed.what, removed.after) == (kind, what, "Bà con nghe")
    assert "<img" not in cleaned.html and "evil" not in cleaned.html


def test_each_of_several_is_named_and_what_stays_is_not():
    own = '<img src="a.png" alt="x">'
    foreign = '<img src="https://evil.example/x.png" alt="y" class="image-left">'
    cleaned = clean(f"<p>{own}{foreign}{own}{foreign}</p>", RULES)
    assert cleaned.html == f"<p>{own}{own}</p>"
    assert [one.kind for one in cleaned.removed] == ["picture", "picture"]


def test_an_element_that_leaves_leaves_its_text():
    assert clean("<form><label>Họ tên</label></form>").html == "Họ tên"


def test_the_list_holds_all_that_comes_from_elsewhere():
    assert TAGS <= AUTHORED_TAGS
    for tag, names in FOREIGN_ATTRIBUTES.items():
        assert names <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()), tag
    body = sanitised('<p><a href="https://vbpl.vn/">Luật</a></p>')
    assert clean(body).html == body


PASTED = '<img src="data:image/png;base64,AAAA" alt="x">'


@pytest.mark.parametrize(
    "body,left",
    [
        (f"<p>{PASTED}</p><p>Bà con</p>", "<p>Bà con</p>"),
        (f"<p>a</p><p> {PASTED}<br>{PASTED}&nbsp;</p>", "<p>a</p>"),
        (
            f'<p class="text-center"><a href="/x"><strong>{PASTED}</strong></a></p>b',
            "b",
        ),
        (f"<p>{PASTED}Bà con</p><p></p>", "<p>Bà con</p><p></p>"),
    ],
)
def test_a_paragraph_leaves_with_its_only_picture(body, left):
    cleaned = clean(body)
    assert cleaned.html == left
    assert {one.kind for one in cleaned.removed} == {"pasted"}
    assert clean(left).html == left


def test_space_in_tables_pushes_no_text_off_the_page():
    table = "<table{}><tbody><tr><td>a</td></tr></tbody></table>"
    kept = table.format(' border="1" cellpadding="5" cellspacing="10"')
    assert clean(kept).html == kept
    far = table.format(' border="999" cellpadding="9999" cellspacing="-5"')
    assert clean(far).html == table.format("")


def test_what_is_no_text_leaves_without_a_word():
    body = "<p>B\ud800à\x00i\x1b\ufffe\x0bmẫu</p>"
    assert clean(body).html == "<p>Bài mẫu</p>"
    assert clean(body).removed == ()
