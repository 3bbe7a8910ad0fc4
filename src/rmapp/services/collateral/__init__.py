"""Security and patents: registered, valued, charged."""
