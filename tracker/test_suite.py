"""Run the whole suite and say in plain words what was run and what was left out."""

from django.test.runner import DiscoverRunner


class Runner(DiscoverRunner):
    """Django's own runner."""
