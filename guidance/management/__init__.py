"""Django looks for the project's commands below here."""
