"""Limits and exposure of clients and groups, and how each number comes about."""
