"""Reads of the room, by screen."""
