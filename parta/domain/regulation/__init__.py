"""The regulation of the school as data: every setting of its local act, the ready-made profiles, the terms.

Knows: `Rulebook` (the typed settings), `Profile` (a ready-made set with its clauses), `RulebookVersion` (what a school
adopted, and when). Does not know lessons, marks or people: other rooms ask it for a value, a clause or a deadline.
"""
