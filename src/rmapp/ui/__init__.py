"""The window: one of the two front doors."""
