"""What concerns the whole site."""
