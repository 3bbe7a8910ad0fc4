"""Who may see what: classes, what is restricted, personal numbers, what a paper gives away."""
