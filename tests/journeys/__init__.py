"""Whole ways through the product, from an empty folder to what a family reads."""
