"""Values to rows and back: the encrypted book."""
