"""Bytes that nobody thought of, for what reads bytes of others. Atheris keeps those that reach new lines of ours."""
