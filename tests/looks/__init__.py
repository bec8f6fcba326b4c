"""`python -m tests.looks`: every page of the product on a desktop and on a phone, for a person to look at."""
