"""Fixtures of the tests of this folder."""

from harvested_portal import filled  # noqa: F401
from harvested_portal import harvested  # noqa: F401
from harvested_portal import harvested_once  # noqa: F401
from harvested_portal import lasting_server  # noqa: F401
from harvested_portal import unfetched  # noqa: F401
from offset_token_source import source_address  # noqa: F401

import pytest

pytest.register_assert_rewrite("fault_schedules", "push_schedules", "mapped_schedules")
