"""Plone's own content types inside a section: they follow the editorial workflow there."""

from sonla.pbgdpl.core.types import ContentTypeFacts

DOCUMENT_FACTS = ContentTypeFacts(order=200, is_contribution=True, follows_unit=True)
NEWS_ITEM_FACTS = ContentTypeFacts(order=210, is_contribution=True, follows_unit=True)
FOLDER_FACTS = ContentTypeFacts(order=220, follows_unit=True)
"""A folder only holds contributions."""

LINK_FACTS = ContentTypeFacts(order=230, is_contribution=True, follows_unit=True)
EVENT_FACTS = ContentTypeFacts(order=240, is_contribution=True, follows_unit=True)
COLLECTION_FACTS = ContentTypeFacts(order=250, is_contribution=True, follows_unit=True)
