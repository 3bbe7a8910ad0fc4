"""Clients and what is kept of them: people, facts, figures, groups, promises, lists."""
