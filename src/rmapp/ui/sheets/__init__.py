"""Sheets: what slides over a page to write one thing down, and the parts they are built from."""
