"""Ids and login names of new accounts, as Plone's own forms would give them."""

try:
    from plone.app.users.utils import generate_login_name
    from plone.app.users.utils import generate_user_id
except ImportError:  # Plone 6.1 has them as methods of its forms only
    from plone.app.users.browser.register import BaseRegistrationForm
    from typing import Any

    def generate_login_name(context: Any, data: dict[str, str]) -> str:
        """Return the login name for what is known of a person."""
        form = BaseRegistrationForm(context, context.REQUEST)
        return form.generate_login_name(data)

    def generate_user_id(context: Any, data: dict[str, str]) -> str:
        """Return a free user id for what is known of a person."""
        return BaseRegistrationForm(context, context.REQUEST).generate_user_id(data)


__all__ = ["generate_login_name", "generate_user_id"]
