"""Pictures and languages as pages show them."""

from sonla.pbgdpl.ui.summaries import Picture
from typing import Any
from zope.component import queryMultiAdapter
from zope.globalrequest import getRequest

import re

LANGUAGES = "sonla.pbgdpl.Languages"


def scaled(obj: Any, field: str, scale: str) -> Picture | None:
    """Return an image field of an object in a scale, with the size it will have."""
    if getattr(obj, field, None) is None:
        return None
    images = queryMultiAdapter((obj, getRequest()), name="images")
    found = images.scale(field, scale=scale, pre=True) if images else None
    return Picture(found.url, found.width, found.height) if found else None


def language_tag(token: str | None) -> str:
    """Turn a token of `sonla.pbgdpl.Languages` into a language tag (BCP 47).

    Tokens of one language are such tags; a bilingual one names two and has none.
    """
    return token if token and re.fullmatch("[a-z]{2,3}", token) else ""
