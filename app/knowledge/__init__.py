"""What units know: request -> result, a module for each question."""
