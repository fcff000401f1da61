"""What the site costs, measured against named peers in the same run. See README.md."""
