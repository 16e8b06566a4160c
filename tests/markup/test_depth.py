"""What is deep for a browser is deep, however it is written; what people write is not."""

from bench.readers import DEEP
from sonla.pbgdpl.markup.settling import is_deep
from sonla.pbgdpl.markup.settling import MAX_DEPTH
from sonla.pbgdpl.markup.settling import MAX_HIDDEN
from sonla.pbgdpl.markup.settling import until_stable

import pytest


@pytest.mark.parametrize("shape", DEEP)
def test_no_shape_walks_round_the_limit(shape):
    assert is_deep(DEEP[shape](MAX_DEPTH * 4) + " " * MAX_HIDDEN)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>a<b>x</b>",
        "<p>a<b><i>x</b></i></p>",
        "<div><span>x</div>",
        "<ul><li>a<ul><li>b</ul></ul>",
        "<dl><dt>a<dd>b</dl>",
        "<dt>a<dd>b",
        "<li><p>x",
        "<table><tr><td>1<td>2<tr><td>3</table>",
        "<h2>x</h2><img alt='a > b'><br>",
        "<!-- <div> --><p>x",
        "<style><!-- p > b {color: red} --></style><p>x",
        "<script><![CDATA[ if (a < b) c(); ]]></script><iframe src='a'></iframe>",
        "<svg><title>x</title><path d=''></path></svg><table><tr><td>1<td>2</table>",
    ],
)
def test_a_long_text_is_not_deep(piece):
    assert not is_deep(piece * (MAX_DEPTH // 2))


def test_what_becomes_deep_is_read_no_more():
    asked = []

    def step(html):
        asked.append(html)
        return "<div>" * len(asked) * MAX_DEPTH

    until_stable("x", step)
    assert len(asked) == 2
