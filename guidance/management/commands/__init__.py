"""One command a file: each parses its arguments, calls one function and says what happened."""
