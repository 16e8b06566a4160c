"""Training: public names. May import activities, people, units and the platform."""

COURSE_TYPE = "TrainingCourse"
