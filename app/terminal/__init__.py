"""Answers drawn for a terminal: tables, heat maps, and typed text that cannot command the terminal."""
