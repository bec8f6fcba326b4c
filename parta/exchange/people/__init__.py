"""Class lists and staff lists, as schools keep them, read into plain values."""
