"""The programmes: eleven packages with the same rooms, none knowing another."""
