"""The class journal: marks, attendance, topics and homework of dated lessons, entered as small operations.
Does not know final marks or families. Words: Mark, AttendanceEntry, LessonRecord, Homework, Operation."""
