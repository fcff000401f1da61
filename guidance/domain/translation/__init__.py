"""How a translation stands to its English, and what its readers are shown."""
