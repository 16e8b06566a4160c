"""Controlled lists whose terms carry validity dates."""

AGENCIES = "sonla.pbgdpl.Agencies"
TERRITORIES = "sonla.pbgdpl.AdministrativeUnits"
