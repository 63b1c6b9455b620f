"""Gatescope on a cluster of two Ray nodes on this machine: `python -m benchmarks.cluster`.

A part of its own, for it needs Ray, which `make bench-cluster` installs beside everything else.
"""
