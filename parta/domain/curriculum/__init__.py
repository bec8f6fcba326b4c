"""What is taught: subjects, the study plan's hours, courses (pages of the journal), who teaches them, thematic plans.
Does not know when lessons happen. Words: Subject, Course, TeachingAssignment, ThematicPlan."""
