"""Where the news since the last visit comes from: one module for each part of what the book knows."""
