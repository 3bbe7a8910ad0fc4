"""The other front door: every main action as a command, with the same services as the window."""
