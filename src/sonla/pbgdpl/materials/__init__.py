"""Materials: public names. May import units, texts, legal documents and the platform."""

MATERIAL_TYPE = "EducationMaterial"

VIDEO_KIND = "video"
"""Token of `sonla.pbgdpl.MaterialKinds` that blocks and checks ask for."""

PUBLISHER_INDEX = "pbgdpl_publisher"
