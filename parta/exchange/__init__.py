"""Files in and out, one module per format: read into plain dataclasses first, write to the school second."""
