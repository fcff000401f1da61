"""What is said to whoever does not only read: the same before Django and in it."""

SAFE = frozenset({"GET", "HEAD"})
ALLOW = "GET, HEAD"
ONLY_READ = "This address can only be read. Open it in a browser.\n"
