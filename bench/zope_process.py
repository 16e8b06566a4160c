"""Start Zope in this process over the database in a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

CACHED_OBJECTS = 100_000
"""Objects in the ZODB cache: enough for what a page touches of the largest set."""

DEPLOYED_OBJECTS = 30_000
"""Objects in the ZODB cache as `deploy/zope/zope.conf` has it."""

ZOPE_CONF = """\
instancehome {home}
clienthome {home}
debug-mode off
security-policy-implementation C
default-zpublisher-encoding utf-8
<zodb_db main>
    cache-size {cached}
    <blobstorage>
        blob-dir {home}/blobs
        <filestorage>
            path {home}/Data.fs
            pack-keep-old false
        </filestorage>
    </blobstorage>
    mount-point /
</zodb_db>
"""
SITE_ZCML = """\
<configure
    xmlns="http://namespaces.zope.org/zope"
    xmlns:five="http://namespaces.zope.org/five"
    xmlns:meta="http://namespaces.zope.org/meta"
    >
  <include package="Products.Five" />
  <meta:redefinePermission
      from="zope2.Public"
      to="zope.Public"
      />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""
ADDON_PACKAGES = ("sonla.pbgdpl", "collective.z3cform.datagridfield")
"""The add-on and what only it brings."""


def load_zope(home: Path, with_addon: bool, cached: int = CACHED_OBJECTS) -> Any:
    """Start Zope and give its WSGI application; `cached` objects a thread.

    Without the add-on not even its ZCML is read.
    """
    from Zope2.Startup.run import make_wsgi_app

    if not with_addon:
        hide_addon()
    return make_wsgi_app({}, str(write_configuration(home, cached)))


def hide_addon(names: Iterable[str] = ADDON_PACKAGES) -> None:
    """Let Plone's automatic inclusion find no such modules in the environment."""
    from plone.autoinclude import loader

    for name in names:
        loader._known_module_names[name] = None


def write_configuration(home: Path, cached: int) -> Path:
    """Write the configuration of an instance into its folder; give its path."""
    (home / "etc").mkdir(parents=True, exist_ok=True)
    (home / "blobs").mkdir(mode=0o700, exist_ok=True)
    (home / "etc" / "site.zcml").write_text(SITE_ZCML)
    path = home / "etc" / "zope.conf"
    path.write_text(ZOPE_CONF.format(home=home, cached=cached))
    return path
