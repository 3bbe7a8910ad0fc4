"""Item models over windows of plain rows."""
