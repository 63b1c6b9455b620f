"""What is asked of a network that has learned to read: labelled sentences, minimal pairs, the memory test, the story.

Nothing made here ever enters language-model training.
"""
