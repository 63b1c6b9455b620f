"""Gatescope on several machines: the same application as replicas behind Ray Serve.

`options` says how it is run, in Ray's words; `door` is what stands around Ray's proxy on each machine; `run` starts and
stops it, once `address` has looked whether a cluster is there. Only `run` needs Ray (extra `cluster`).
"""
