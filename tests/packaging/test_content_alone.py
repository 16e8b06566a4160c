"""What lets tests have the content of pages alone, and whole pages after that."""

from web_requests import CONTENT_ALONE

import pytest
import requests


@pytest.fixture
def is_whole(functional_portal):
    """Return what tells whether a page comes with what stands around its content."""

    def ask(**headers):
        url = f"{functional_portal.absolute_url()}/sitemap"
        page = requests.get(url, headers=headers, timeout=60).text
        assert 'id="content"' in page
        return 'id="portal-logo"' in page

    return ask


@pytest.mark.usefixtures("served_alone")
def test_all_requests_of_a_test_have_it(is_whole):
    assert not is_whole()


@pytest.mark.usefixtures("served_whole")
def test_a_test_takes_whole_pages_nevertheless(is_whole):
    assert is_whole()


def test_one_request_asks_for_it(is_whole):
    assert is_whole() and not is_whole(**CONTENT_ALONE)
