"""Checks of the files of code lists: what is wrong, in which file, at which place."""
