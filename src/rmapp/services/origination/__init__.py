"""Work on one credit line: drafted, approved, drawn, moved from status to status."""
