"""Memory through time, request -> result. Plain computing in any thread, on the readings of `app/explore.py`."""
