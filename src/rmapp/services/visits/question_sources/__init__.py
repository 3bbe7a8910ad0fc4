"""Where the questions of the ask-list come from: one module for each part of what the book knows."""
