"""The product's settings with one page more: the bare one, which the panel's page is compared with."""

from pathlib import Path

from aceite.project.settings import *  # noqa: F403
from aceite.project.settings import TEMPLATES as _TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**_TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
