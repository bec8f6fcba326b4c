"""The demo school: fixed people, a fixed seed, a year of teaching entered through the real actions."""
