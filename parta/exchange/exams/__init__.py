"""Results of an examination as a table of names, marks and points."""
