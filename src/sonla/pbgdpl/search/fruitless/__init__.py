"""What was sought in vain: words and counts, nobody's."""
