"""Names that the writer and the reader of Atom share."""

from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import NAMESPACE as PBGDPL

ATOM = "http://www.w3.org/2005/Atom"
DCTERMS = "http://purl.org/dc/terms/"
XHTML = "http://www.w3.org/1999/xhtml"
NSMAP = {None: ATOM, "dcterms": DCTERMS, "pbgdpl": PBGDPL}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTIFIER = f"{{{DCTERMS}}}identifier"
"""Our identifier; `atom:id` is a URN, as other readers like it."""
TYPE_SCHEME = f"{PBGDPL}#type"


def tag(name: str) -> str:
    """Return a name of Atom."""
    return f"{{{ATOM}}}{name}"


def ours(name: str) -> str:
    """Return a name of ours."""
    return f"{{{PBGDPL}}}{name}"


def foreign_tag(name: str) -> str:
    """Return a name written as `dcterms:source`."""
    prefix, _colon, local = name.partition(":")
    return f"{{{NSMAP[prefix]}}}{local}"


def scheme_of(field: Field) -> str:
    """Return the scheme of categories that carry a field."""
    return f"{PBGDPL}#{field.xml}"


OUR_SCHEMES = frozenset({TYPE_SCHEME, *map(scheme_of, FIELDS)})
