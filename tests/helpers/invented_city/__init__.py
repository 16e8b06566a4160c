"""A province that nobody has, as a package brings one: a city of wards, in its own profile."""

from sonla.pbgdpl.province.files import Province

CITY = Province(__name__, "data")
