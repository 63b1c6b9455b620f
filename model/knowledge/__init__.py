"""What is asked of a network that has learned to read: labelled sentences, units, minimal pairs, memory test, story.

Nothing made here ever enters language-model training.
"""
