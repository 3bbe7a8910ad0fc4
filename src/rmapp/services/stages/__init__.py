"""Where a client stands between laboratory and stock exchange, on what evidence, and what moves it."""
