"""Values to pages of paper."""
