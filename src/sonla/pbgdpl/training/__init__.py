"""Training: public names. May import activities, people, units and the platform."""

COURSE_TYPE = "TrainingCourse"
HELD_ONLINE, HELD_ON_SITE = "tap-huan-truc-tuyen", "tap-huan-truc-tiep"
"""How a course is held, in the index of kinds."""
