"""Values and rules of technology-finance banking."""
