"""Pure helpers without school words or Django models: the clock, dates, Russian names and plurals, errors."""
