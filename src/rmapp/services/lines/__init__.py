"""Credit lines as they are: parts, amounts of today, ledger, interest, covenants and classes."""
