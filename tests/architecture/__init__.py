"""The tree keeps its shape: what the import linter cannot see."""
