"""Calendar files and contact cards of other programs."""
