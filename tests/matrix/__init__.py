"""Who may do what: one table of roles and acts (`table.py`), tried on every page and every journal operation."""
