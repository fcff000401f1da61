"""Programs for who works on the site: benchmarks, and trials of faults."""
