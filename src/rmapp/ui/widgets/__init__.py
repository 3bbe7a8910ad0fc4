"""Small controls that every screen is made of."""
