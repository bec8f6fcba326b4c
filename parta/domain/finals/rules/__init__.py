"""Pure calculation: proposals, windows, indicators."""
