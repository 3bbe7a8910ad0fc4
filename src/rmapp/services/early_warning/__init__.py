"""Early-warning signals: raised by rules or by hand, acknowledged, closed with a result."""
