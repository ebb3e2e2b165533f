"""How fast the public site is, beside a comparable tool and the floors.

`make bench` runs it; docs/performance.md tells what is measured, and the last figures.
"""
