"""How the sample book is written: data files to entities, dates that move with today."""
