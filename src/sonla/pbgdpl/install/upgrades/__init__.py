"""Upgrade steps: from the profile version of one release to that of the next.

Profile version 1000 is that of the first release, so there is no step yet. To change what
is installed in portals that have the add-on:

1. Make a package `v1010` (the destination version, in steps of ten), with an
   `__init__.py` for handlers and a `configure.zcml` that `install` includes.
2. In it register a `genericsetup:upgradeSteps` group with `source="1000"`,
   `destination="1010"` and `profile="sonla.pbgdpl:default"`: `upgradeDepends` with
   `import_steps` for what the XML files of `profiles/default` say, `upgradeStep` with a
   handler for what those would overwrite (workflows, permissions, behaviors that an
   administrator has changed) or for data to convert. Handlers are safe to repeat, walk
   content by the catalog, take a savepoint every few hundred objects and never commit.
3. Raise the version in `profiles/default/metadata.xml` to 1010.
4. Mirror additions in `profiles/uninstall`.
5. Test the step in `tests/install`: from a portal as the old version left it.

Lists, settings and listing pages belong to administrators once installed: a step adds
what is missing and never overwrites.
"""
