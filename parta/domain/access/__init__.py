"""Who is who: users, dated appointments to roles, sign-in. Knows no classes, lessons or families:
rooms above tell it which roles follow from their rows (`queries.register_role_source`).
Words: User, Role, Appointment."""
