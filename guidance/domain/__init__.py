"""What guidance is and what follows from it: pure, resting on the standard library alone."""
