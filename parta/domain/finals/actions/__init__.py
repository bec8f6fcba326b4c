"""Writes of the room: final marks, deferrals, closings."""
