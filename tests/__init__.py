"""Tests that look at the whole product: its shape, its rights, its pages in a real browser, its journeys."""
