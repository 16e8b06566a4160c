"""What is sent in the sweep: bodies that would change something if they were let to.

A form or a service takes from it what it knows. What belongs to one form of ours stands in
`sent_forms`.
"""

from mutation_sweep_requests import Asked
from sent_forms import FORMS
from typing import Any

LATER = {"effective": "2099-01-01T00:00:00"}
CROSSED = {
    **LATER,
    "expires": "2001-01-01T00:00:00",
    "effectiveDate": "2099-01-01T00:00:00",
    "expirationDate": "2001-01-01T00:00:00",
}
"""Dates that contradict each other: refused, by whoever looks at them, after a part is set."""


def plain_form(
    stranger: str, uids: dict[str, str], path: str, child: str
) -> dict[str, Any]:
    """Return fields and buttons that stock forms, scripts and methods have.

    `path` leads to a public text, `child` is the id of what stands where it is sent.
    """
    buttons = (
        "save",
        "Save",
        "Delete",
        "delete",
        "register",
        "Rename",
        "go",
        "publish",
    )
    return {
        **{f"form.buttons.{name}": "1" for name in buttons},
        **{f"form.button.{name}": "1" for name in buttons},
        "form.submitted": "1",
        "submitted": "1",
        "save": "1",
        "go": "1",
        "apply": "1",
        "title": "Đã bị sửa",
        "value": "Đã bị sửa",
        "text": "Đã bị sửa",
        "description": "Đã bị sửa",
        "subject": "Đã bị sửa",
        "creators": stranger,
        "form.widgets.IDublinCore.title": "Đã bị sửa",
        "form.widgets.title": "Đã bị sửa",
        "form.widgets.new_id": "doi-ten",
        "new_id": "doi-ten",
        "id": child,
        "ids:list": child,
        "paths:list": path,
        "type_name": "Document",
        "comment": "Bị sửa",
        "workflow_action": "approve",
        "transition": "approve",
        "action": "approve",
        "effective_date": "2099/01/01",
        "expiration_date": "2001/01/01",
        "date": "2099/01/01",
        "selection": f'["{uids["news"]}"]',
        "uid": uids["news"],
        "version_id": "0",
        "userid": stranger,
        "user_id": stranger,
        "roles:list": "Manager",
        "role": "Manager",
        "entries.id:records": stranger,
        "entries.type:records": "user",
        "entries.role_Editor:records": "True",
        "entries.role_Reviewer:records": "True",
        "inherit": "0",
        "layout": "listing_view",
        "templateId": "listing_view",
        "name": "x",
        "permission": "View",
        "position": "0",
        "delta": "top",
        "subset_ids": f'["{child}"]',
    }


def form_of(
    asked: Asked, stranger: str, uids: dict[str, str], path: str, child: str
) -> dict[str, Any]:
    """Return the form that a page or method is sent."""
    own = {
        key: value.format(**uids)
        for name, place, fields in FORMS
        if asked.name == f"@@{name.partition('?')[0]}" and place == asked.place
        for key, value in fields.items()
    }
    return plain_form(stranger, uids, path, child) | own


def bodies_of(asked: Asked, stranger: str, paths: dict[str, str]) -> list[Any]:
    """Return what a service is sent in JSON, one body after another."""
    if asked.method in ("GET", "HEAD", "OPTIONS"):
        return [None]
    changes = {
        "@type": "Document",
        "title": "Đã bị sửa",
        "text": "Đã bị sửa",
        "comment": "Đã bị sửa",
        "include_children": False,
        "source": [paths["news"]],
        "version": 0,
        "layout": "listing_view",
        "ordering": {"obj_id": "tin", "delta": "top"},
        "inherit": False,
        "entries": [
            {
                "id": stranger,
                "type": "user",
                "roles": {
                    "Editor": True,
                    "Reviewer": True,
                    "PBGDPL Editor": True,
                    "PBGDPL Approver": True,
                },
            }
        ],
        "items": [{"path": "/x"}],
        "stealable": False,
        "roles": {"Manager": True},
        "four_eyes": False,
        **LATER,
    }
    return (
        [changes, CROSSED] if "@workflow" in asked.name or not asked.name else [changes]
    )
