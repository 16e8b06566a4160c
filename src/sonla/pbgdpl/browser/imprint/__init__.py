"""Who answers for the section, and its terms."""
