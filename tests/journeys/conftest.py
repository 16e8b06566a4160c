"""A browser for each person of the chain, and their usual ways through the portal."""

from typing import Any
from vietnamese_portal import furnish

import pytest
import transaction


@pytest.fixture
def site(functional_portal) -> Any:
    """Return the Vietnamese portal; what a test makes in it must be committed."""
    furnish(functional_portal)
    transaction.commit()
    return functional_portal
