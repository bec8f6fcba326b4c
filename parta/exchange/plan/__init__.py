"""Thematic plans (КТП) as teachers write them, and the federal programmes, read into plain lessons."""
