"""The tests; what is drawn at random is never judged by how fast it was drawn."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite", deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("suite")
