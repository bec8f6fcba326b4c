"""When and where: bells, the weekly timetable by versions, dated lessons and what changed them.
Does not know what was taught. Words: LessonSlot, Timetable, TimetableEntry, Lesson, Substitution."""
