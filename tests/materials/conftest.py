"""Fixtures of materials: the bookcase, their versions in other languages, their figures."""

from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import page as rendered  # noqa: F401
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from public_content import text  # noqa: F401

import pytest


@pytest.fixture
def material(section):  # noqa: F811
    """Make a public material in the section."""
    return lambda title, **fields: make(
        fields.pop("container", section),
        "EducationMaterial",
        title,
        **{"kind": "to-gap", **fields},
    )
