"""Build the distribution, which pyproject.toml declares, with compiled catalogues."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from setuptools import setup
from setuptools.command.build_py import build_py


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


setup(cmdclass={"build_py": BuildWithCatalogues})
