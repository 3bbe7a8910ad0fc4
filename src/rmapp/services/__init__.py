"""The verbs of the program: plain functions over the book."""
