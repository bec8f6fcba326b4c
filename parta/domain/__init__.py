"""The school: what it knows and does. No HTTP, no HTML, no file formats."""
