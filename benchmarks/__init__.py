"""Speed and memory against their bounds, one measurement a file: `make bench`."""
