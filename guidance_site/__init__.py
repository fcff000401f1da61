"""The Django project: settings, addresses, and the entry point of the web server."""
