"""Let buildout develop the distribution; all of it stands in pyproject.toml."""

from setuptools import setup

setup()
