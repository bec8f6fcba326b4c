"""The school's body: year and its calendar, classes, groups, people and the ties between them, all dated.
Does not know subjects or lessons. Words: AcademicYear, SchoolClass, Student, Guardian, Enrollment."""
