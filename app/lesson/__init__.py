"""The lesson: somebody's notes on recurrent networks, sentence by sentence, each on a network that does it."""
