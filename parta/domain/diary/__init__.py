"""One pupil's week and results as the family reads them: a projection of the journal, never a second store (S0-2a).
Its only row is when a reader last looked. Words: DiaryWeek, DiaryDay, DiaryVisit."""
