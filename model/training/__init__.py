"""How the shipped networks are made: text, data, loop, evaluation. Nothing here is needed to read a text."""
