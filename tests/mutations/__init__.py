"""Rules broken on purpose: each line of the tables must make its test fail. Run by `python -m tests.mutations`."""
