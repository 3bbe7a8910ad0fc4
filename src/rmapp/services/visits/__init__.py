"""The loop of a visit: plan, agenda, questions, call report, what is new since."""
