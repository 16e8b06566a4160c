"""The seam of the desk."""


def test_loads(portal):
    assert "pbgdpl-review" in portal.portal_actions["user"]
