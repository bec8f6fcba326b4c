"""May this person do that? Named sentences of the room."""
