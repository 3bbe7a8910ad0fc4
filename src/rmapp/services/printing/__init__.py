"""What each paper says; `rmapp.briefs` draws it."""
