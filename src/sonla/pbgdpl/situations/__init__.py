"""Life situations: what to do, where, with which papers, until when."""

SITUATION_TYPE = "LifeSituation"
LEVELS = "sonla.pbgdpl.HandlingLevels"
"""The list of those who handle a step, from oneself to the court."""
