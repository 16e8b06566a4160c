"""What members are called where colleagues read it."""

from plone import api


def full_name(user_id: str | None) -> str:
    """Return the full name of a user; who has none, or is gone, goes by their id."""
    member = api.user.get(userid=user_id) if user_id else None
    name = member.getProperty("fullname", "") if member is not None else ""
    return (name or "").strip() or user_id or ""
