"""Meeting notes: written, listed, taken over by a report."""
