"""What an author's text may hold: all that Plone's editor writes, and nothing besides.

An approver sees a text as it is shown. Markup that covers the page, calls another host or
starts a script of the portal would do so for every reader after the approval, so it leaves
when a text is stored, whatever its author and whichever way it came.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from sonla.pbgdpl.markup.loaded import FileLookup
from sonla.pbgdpl.markup.loaded import is_file
from sonla.pbgdpl.markup.loaded import is_from
from sonla.pbgdpl.markup.loaded import nothing_there
from sonla.pbgdpl.markup.office.conversion import from_office
from sonla.pbgdpl.markup.removed import left_out
from sonla.pbgdpl.markup.removed import Removed
from sonla.pbgdpl.markup.settling import ATTRIBUTES as WRITTEN_ATTRIBUTES
from sonla.pbgdpl.markup.settling import DROPPED_WHOLE
from sonla.pbgdpl.markup.settling import is_deep
from sonla.pbgdpl.markup.settling import TAGS
from sonla.pbgdpl.markup.settling import until_stable
from sonla.pbgdpl.markup.settling import words_alone
from sonla.pbgdpl.markup.unreadable import readable
from sonla.pbgdpl.markup.urls import host_asked
from sonla.pbgdpl.markup.urls import urls_of_srcset
from sonla.pbgdpl.markup.values import allowed_classes
from sonla.pbgdpl.markup.values import allowed_id
from sonla.pbgdpl.markup.values import allowed_name
from sonla.pbgdpl.markup.values import allowed_number
from sonla.pbgdpl.markup.values import allowed_size
from sonla.pbgdpl.markup.values import allowed_space
from sonla.pbgdpl.markup.values import allowed_style

import nh3
import re

FRAME = "iframe"
PLAYERS = frozenset({"audio", FRAME, "source", "track", "video"})
AUTHORED_TAGS = TAGS | PLAYERS | {"acronym", "big", "picture", "tt"}
AUTHORED_DROPPED_WHOLE = DROPPED_WHOLE - PLAYERS
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"class", "dir", "id", "lang", "style", "title"}),
    "a": frozenset(
        """
        href hreflang name rel target
        data-linktype data-scale data-subject data-val
        """.split()
    ),
    "audio": frozenset({"controls", "height", "preload", "src", "width"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span", "width"}),
    "colgroup": frozenset({"span", "width"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "iframe": frozenset(
        {"allowfullscreen", "frameborder", "height", "loading", "src", "width"}
    ),
    "img": frozenset(
        """
        alt height loading sizes src srcset width
        data-captiontext data-linktype data-picturevariant data-scale data-val
        """.split()
    ),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"media", "sizes", "src", "srcset", "type"}),
    "table": frozenset({"border", "cellpadding", "cellspacing", "height", "width"}),
    "td": frozenset({"colspan", "headers", "height", "rowspan", "scope", "width"}),
    "th": frozenset(
        {"abbr", "colspan", "headers", "height", "rowspan", "scope", "width"}
    ),
    "time": frozenset({"datetime"}),
    "tr": frozenset({"height"}),
    "track": frozenset({"default", "kind", "label", "src", "srclang"}),
    "ul": frozenset({"type"}),
    "video": frozenset({"controls", "height", "poster", "preload", "src", "width"}),
}
_WORD = re.compile(r"[\w-]{1,40}")
_WORDS: Mapping[str, frozenset[str]] = {
    "allowfullscreen": frozenset({"", "allowfullscreen", "true"}),
    "controls": frozenset({"", "controls", "true"}),
    "default": frozenset({"", "default"}),
    "dir": frozenset({"auto", "ltr", "rtl"}),
    "frameborder": frozenset({"0", "1"}),
    "loading": frozenset({"eager", "lazy"}),
    "open": frozenset({"", "open"}),
    "preload": frozenset({"auto", "metadata", "none"}),
    "reversed": frozenset({"", "reversed"}),
    "scope": frozenset({"col", "colgroup", "row", "rowgroup"}),
    "target": frozenset({"_blank", "_parent", "_self", "_top"}),
}
_RELATIONS = frozenset(
    "author external help license nofollow noopener noreferrer".split()
)
_NUMBERS = frozenset("colspan rowspan span start value".split())
_SPACES = frozenset({"border", "cellpadding", "cellspacing"})
_SIZES = frozenset({"height", "width"})
_LOADED = frozenset({"poster", "src"})

_VOID = re.compile(rf"<(img|source|track){WRITTEN_ATTRIBUTES}\s*/?>")
_FRAME = re.compile(rf"<iframe{WRITTEN_ATTRIBUTES}\s*>(.*?)(?:</iframe>|\Z)", re.DOTALL)
_PLAYER = re.compile(
    rf"<(audio|video){WRITTEN_ATTRIBUTES}\s*>(.*?)(?:</\1>|\Z)", re.DOTALL
)
_PICTURE = re.compile(
    rf"<picture{WRITTEN_ATTRIBUTES}\s*>(.*?)(?:</picture>|\Z)", re.DOTALL
)
_GONE = "<!---->"
"""Stands where something left; nh3 leaves no comments, so nothing else is written so."""
_BLANK = rf"(?:\s|&nbsp;|<br{WRITTEN_ATTRIBUTES}\s*>)"
_EMPTIED = re.compile(
    rf"<(a|em|p|span|strong){WRITTEN_ATTRIBUTES}\s*>"
    rf"{_BLANK}*{_GONE}(?:{_BLANK}|{_GONE})*</\1>"
)
_LEADS_NOWHERE = re.compile(r"<a>((?:(?!</a>).)*+)(?:</a>|\Z)", re.DOTALL)
"""A link of which the address left; its words stay."""
_MAX_AROUND = 4
"""Elements around a picture that go with it: a paragraph, a link, two of emphasis."""
_ADDRESS = re.compile(r'\s(?:src|srcset)="[^"]')


@dataclass(frozen=True)
class Rules:
    """What differs from portal to portal."""

    own_hosts: frozenset[str] = frozenset()
    """Hosts, with the port, by which the portal names itself.

    Pictures come from nowhere else. None of its pages is shown in a frame: a reader would
    take it for the page itself.
    """
    player_hosts: frozenset[str] = frozenset()
    """Hosts whose players and frames may be embedded, as the administrator allows."""
    classes: frozenset[str] = frozenset()
    """Classes that the portal's editor offers besides the stock ones."""
    ids: frozenset[str] = frozenset()
    """Ids that pages of the portal have besides those of all."""
    there: FileLookup = field(default=nothing_there, compare=False)
    """Return which paths of the portal are files."""

    @property
    def own_names(self) -> frozenset[str]:
        """The portal's hosts without and with the port: cookies know no ports."""
        return self.own_hosts | {host.partition(":")[0] for host in self.own_hosts}


@dataclass(frozen=True)
class Cleaned:
    """A harmless body and what left it, in the order of reading."""

    html: str
    removed: tuple[Removed, ...] = ()


def clean(html: str, rules: Rules = Rules()) -> Cleaned:
    """Return the body with what is listed alone, and what had to leave.

    A body of which nothing leaves is returned letter for letter, but for signs that no page
    can show. One that an office program wrote is made into plain HTML first; that its looks
    leave is nothing to tell. One that is too deep to be read is left as its words.
    """
    if is_deep(html):
        return Cleaned(words_alone(readable(html)), (Removed("format", "div", ""),))
    html, lost = from_office(readable(html))
    harmless = until_stable(html, partial(_step, rules=rules))
    if _spelt(harmless) == _spelt(html):
        return Cleaned(html, tuple(lost))
    # That a paragraph went with its picture is nothing to tell.
    compared = until_stable(html, partial(_step, rules=rules, emptied=True))
    return Cleaned(harmless, (*lost, *left_out(html, compared)))


def _step(html: str, rules: Rules, emptied: bool = False) -> str:
    written = nh3.clean(
        html,
        tags=set(AUTHORED_TAGS),
        clean_content_tags=set(AUTHORED_DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=partial(_allowed_attribute, rules),
        url_schemes=set(SCHEMES),
        strip_comments=True,
        link_rel=None,
    )
    marked = _without_empty(written)
    return (marked if emptied else _without_emptied(marked)).replace(_GONE, "")


def _allowed_attribute(rules: Rules, tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that nh3 knows to be listed, or None."""
    if name == "class":
        return allowed_classes(value, rules.classes)
    if name == "id":
        return allowed_id(value, rules.ids)
    if name in _LOADED:
        return value if _may_load(rules, tag, value) else None
    if name == "srcset":
        own = all(_is_own(url, rules) for url in urls_of_srcset(value))
        return value if own else None
    if name in _WORDS:
        return value if value in _WORDS[name] else None
    return _KEPT.get(name, _as_it_is)(value)


def _may_load(rules: Rules, tag: str, url: str) -> bool:
    """Return whether a browser may load an address by itself when a text is read."""
    played = tag in PLAYERS and tag != "track"
    if played and is_from(url, rules.player_hosts - rules.own_names):
        return True
    return tag != FRAME and _is_own(url, rules)


def _is_own(url: str, rules: Rules) -> bool:
    return is_file(url, rules.own_hosts, rules.there)


def _allowed_relations(value: str) -> str | None:
    return value if set(value.split()) <= _RELATIONS else None


def _allowed_word(value: str) -> str | None:
    return value if _WORD.fullmatch(value) else None


def _allowed_source(value: str) -> str | None:
    return None if host_asked(value) is None else value


def _as_it_is(value: str) -> str | None:
    return value


_KEPT: Mapping[str, Callable[[str], str | None]] = {
    "cite": _allowed_source,
    "kind": _allowed_word,
    "lang": _allowed_word,
    "name": allowed_name,
    "rel": _allowed_relations,
    "srclang": _allowed_word,
    "style": allowed_style,
    **dict.fromkeys(_NUMBERS, allowed_number),
    **dict.fromkeys(_SPACES, allowed_space),
    **dict.fromkeys(_SIZES, allowed_size),
}


def _without_empty(html: str) -> str:
    """Put marks for pictures, frames and players of which nothing would be shown.

    The expressions are exact for what nh3 writes.
    """
    html = _FRAME.sub(_frame, html)
    html = _VOID.sub(
        lambda tag: tag.group(0) if _has_address(tag.group(2)) else _GONE, html
    )
    html = _PICTURE.sub(lambda one: one.group(0 if "<img" in one.group(2) else 2), html)
    return _PLAYER.sub(_player, html)


def _frame(frame: re.Match[str]) -> str:
    """Return the frame without what stands in it: browsers read that as text."""
    attributes = frame.group(1)
    return f"<iframe{attributes}></iframe>" if _has_address(attributes) else _GONE


def _player(player: re.Match[str]) -> str:
    loads = _has_address(player.group(2)) or _has_address(player.group(3))
    return player.group(0) if loads else f"{_GONE}{player.group(3)}"


def _without_emptied(html: str) -> str:
    """Take out what held nothing but things that a mark stands for."""
    for _depth in range(_MAX_AROUND):
        html = _EMPTIED.sub(_GONE, html)
    return _LEADS_NOWHERE.sub(r"\1", html)


def _has_address(written: str) -> bool:
    return _ADDRESS.search(written) is not None


def _spelt(html: str) -> str:
    """Return markup in the spelling of nh3 where two spellings say the same."""
    lines = html.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\xa0", "&nbsp;").replace(" />", ">")
