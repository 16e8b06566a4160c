"""The public pages of the register: lists of people, and a page for each."""
