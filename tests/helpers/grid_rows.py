"""What the script of the grids does in a browser, for tests without scripts."""

import pytest


@pytest.fixture
def add_row():
    """Do what the script of the grid does: name the empty row after its number."""

    def add(browser, prefix, index):
        source = browser.contents
        counter = f'name="{prefix}.count" value="{index}"'
        assert counter in source
        source = source.replace(counter, f'name="{prefix}.count" value="{index + 1}"')
        empty = "AA" if f"{prefix}.AA" in source else "TT"
        source = source.replace(f"{prefix}.{empty}", f"{prefix}.{index}")
        dashed = prefix.replace(".", "-")
        replace_page(browser, source.replace(f"{dashed}-{empty}", f"{dashed}-{index}"))

    return add


def replace_page(browser, source):
    """Let the browser go on with another source of its page; what was typed is lost."""
    browser._response.body = source.encode()
    browser._response._forms_indexed = None
    browser._changed()
    browser._contents = source.encode()
