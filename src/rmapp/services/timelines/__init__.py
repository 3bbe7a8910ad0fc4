"""The stream of what happened with a client: one file for each source."""
