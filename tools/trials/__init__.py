"""Long trials of faults with real processes: `make soak`. README.md tells what each does."""
