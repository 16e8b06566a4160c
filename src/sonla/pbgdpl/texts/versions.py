"""The same text in other languages, and read aloud: fields, and who is related to whom.

Languages of minorities are no languages of the portal, so core's translations don't
serve. A relation from one text to another holds in both directions, and what is
related to the same one is related to each other: somebody who enters the Mông version of a
film need not edit the Vietnamese one, which is public. Each version is a text of its own,
which passes the approval chain by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.file_signatures import extension
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.ui.summaries import language_tag
from sonla.pbgdpl.ui.summaries import LANGUAGES
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zc.relation.interfaces import ICatalog
from zope.component import queryUtility
from zope.interface import provider
from zope.intid.interfaces import IIntIds

OTHER_VERSIONS = "other_versions"
"""Field and relation from a text to the same in other languages."""
RELATED_TYPES = [
    "LegalNews",
    "LegalIntroduction",
    "LifeSituation",
    "LegalQuestion",
    "EducationMaterial",
]
"""What may be chosen as a version, whichever type the text itself has."""
SOUNDS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
}
"""Endings of files that browsers play as sound, with their media types."""
MAX_VERSIONS = 20
"""Versions that are followed; there are not so many languages in the province."""


def sound_file(value: Any) -> bool:
    """Accept a file that browsers play; raise `InvalidInput` for any other."""
    if extension(value.filename or "") in SOUNDS:
        return True
    raise InvalidInput(
        _(
            "msg_no_sound",
            default="“${filename}” is no sound that browsers play. Save it as MP3, M4A or OGG.",
            mapping={"filename": value.filename or ""},
        )
    )


def set_media_type(text: Any, _event: Any) -> None:
    """Have a sound be what its name says: senders may say anything, and it is sent on as that.

    What was fetched from elsewhere stays what its source says.
    """
    sound = stored_value(text, "recording")
    if sound is None or IHarvested.providedBy(text):
        return
    media_type = SOUNDS.get(extension(sound.filename or ""), sound.contentType)
    if sound.contentType != media_type:
        sound.contentType = media_type


@provider(IFormFieldProvider)
class IVersions(model.Schema):
    """Add the language of a text, its versions in others, and its sound."""

    searchable("text_language")
    text_language = TermChoice(
        title=_("label_text_language", default="Language of the text"),
        description=_(
            "help_text_language",
            default="The language that is read or heard. A version in another language is a text of its own.",
        ),
        vocabulary="sonla.pbgdpl.Languages",
        default="vi",
        required=False,
    )
    directives.widget(
        OTHER_VERSIONS,
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": RELATED_TYPES},
    )
    other_versions = RelationList(
        title=_("label_same_in_languages", default="The same in other languages"),
        description=_(
            "help_other_versions",
            default="Texts or materials that say the same in Thái, Mông or another language. Enter it once: each of them leads to all the others.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        required=False,
        default=[],
    )
    recording = NamedBlobFile(
        title=_("label_recording", default="Sound: the text read aloud"),
        description=_(
            "help_recording",
            default="MP3, M4A or OGG, in the language of the text. Readers see how long and how large it is and can listen on the page.",
        ),
        constraint=sound_file,
        required=False,
    )


@dataclass(frozen=True)
class Version:
    """One other version; `tag` is None where it is bilingual."""

    language: str
    tag: str | None
    title: str
    url: str
    is_heard: bool = False


def versions_of(text: Any) -> list[Version]:
    """List the published versions that this visitor may see, by language."""
    found = [
        Version(
            term_title(LANGUAGES, language_of(one)),
            language_tag(language_of(one)) or None,
            one.title,
            one.absolute_url(),
            is_heard(one),
        )
        for one in connected(text)
    ]
    return sorted(found, key=lambda version: (version.language, version.title))


def is_heard(text: Any) -> bool:
    """Return whether a text is read aloud, or is itself a sound."""
    files = (stored_value(text, name) for name in ("recording", "file"))
    types = (file.contentType or "" for file in files if file is not None)
    return any(media_type.startswith("audio/") for media_type in types)


def language_of(text: Any) -> str:
    """Return the token of a text's language; what says none is Vietnamese."""
    return stored_value(text, "text_language") or "vi"


def connected(text: Any) -> Iterator[Any]:
    """Yield the public texts that relations of public ones lead to, in whichever direction.

    A version that is withdrawn leads on to those that name it. What a draft names connects
    nothing: nobody has approved it.
    """
    catalog, ids = queryUtility(ICatalog), queryUtility(IIntIds)
    first = ids.queryId(text) if catalog is not None and ids is not None else None
    known, waiting = {first}, [first] if first is not None else []
    while waiting and len(known) <= MAX_VERSIONS:
        for relation in relations_at(catalog, waiting.pop()):
            for end in (relation.from_id, relation.to_id):
                if end is None or end in known:
                    continue
                known.add(end)
                waiting.append(end)
                one = ids.queryObject(end)
                if one is not None and is_shown(one):
                    yield one


def relations_at(catalog: Any, end: int) -> Iterator[Any]:
    """Yield the relations of this kind that begin or end at an item, those of public ones."""
    for side in ("from_id", "to_id"):
        query = {side: end, "from_attribute": OTHER_VERSIONS}
        for relation in catalog.findRelations(query):
            if relation.from_object is not None and is_public(relation.from_object):
                yield relation


def is_public(text: Any) -> bool:
    """Return whether a text has passed the chain of its type."""
    return api.content.get_state(text, default="") == "published"


def is_shown(text: Any) -> bool:
    """Return whether a version is public and for this visitor: no drafts, no copies."""
    return (
        is_public(text)
        and api.user.has_permission("View", obj=text)
        and not is_embargoed(text)
    )
