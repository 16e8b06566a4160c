"""Files of questions, as other programs write and read them: Aiken, GIFT, Moodle XML, XLSX."""
