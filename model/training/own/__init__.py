"""A network of one's own from a text file, in minutes: text, recipe by its size, run within a budget, card, film."""
