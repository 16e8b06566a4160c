"""Forms: their file read, their parts and formulas, what is wrong with them, those that the portal has."""
