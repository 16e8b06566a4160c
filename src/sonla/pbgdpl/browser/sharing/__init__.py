"""What services show of a page of the section that somebody shares."""
