"""The credit lines of the whole book: lists, what waits and falls due, and their tables."""
