"""What was published: corrected, compared, restored, and its history."""
