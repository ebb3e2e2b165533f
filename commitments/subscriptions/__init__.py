"""News by e-mail: who asked for what, what changed, and how it leaves.

The whole is told in docs/subscriptions.md.
"""
