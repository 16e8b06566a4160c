"""What was typed as Plone's own search page asks the catalog for it."""

try:
    from plone.base.utils import munge_search_term
except ImportError:  # Plone 6.1 has it beside its page, and shortens the last word only
    from Products.CMFPlone.browser.search import munge_search_term

__all__ = ["munge_search_term"]
