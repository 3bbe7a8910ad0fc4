"""A relationship manager for bankers who lend to technology firms."""

__version__ = "0.1.0"
