"""Suppliers, dealers, and whom a client can introduce us to."""
