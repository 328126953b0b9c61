"""What holds for all tests: that the machine is busy is no failure."""

import pytest_randomly
from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
# Where spaCy is installed its library registers a seed of its own, and asking for it brings torch into every worker.
pytest_randomly.entrypoint_reseeds = []
