"""The rules of early-warning signals that concern credit, one file for each kind of fact (domain reference, 5.6)."""
