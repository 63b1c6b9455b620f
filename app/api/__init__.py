"""JSON routes by theme. Each route gets and converts; what it answers is made in `app/explore.py`."""
