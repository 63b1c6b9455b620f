"""Cause and effect: request -> result, a module for each question."""
