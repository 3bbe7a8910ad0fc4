"""What comes into the book and what leaves it: attachments, exports, the log and custody of papers."""
