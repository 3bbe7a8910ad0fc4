"""The tabs of the client page, one file each."""
