"""Servers that ours is measured against. Each takes `serve --port N`, as ours does, and answers at / when ready."""
