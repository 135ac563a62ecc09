"""A storage that speaks S3's language, on this machine: moto's server in a process of its own."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage

BACKEND = "storages.backends.s3.S3Storage"
# It ends when what it reads from ends: with the test run, however that ends.
SERVER = """
import logging, sys
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(*server.get_host_and_port(), sep=":", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """Where the server answers; one for the whole run."""
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None and server.stdout is not None
        yield f"http://{server.stdout.readline().strip()}"
        server.stdin.close()


@pytest.fixture
def s3_options(s3_address: str) -> dict[str, Any]:
    """What STORAGE_OPTIONS would say; each test names a bucket of its own, which is not there yet."""
    account = {"access_key": "testing", "secret_key": "testing", "region_name": "sa-east-1"}
    bucket = f"aceite-{secrets.token_hex(8)}"
    return {"endpoint_url": s3_address, "bucket_name": bucket, "max_memory_size": 1024 * 1024, **account}


@pytest.fixture
def s3(s3_options: dict[str, Any], settings: Any) -> Any:
    """The bucket in which this test's files are kept."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": BACKEND, "OPTIONS": s3_options}}
    return make_bucket()


def make_bucket() -> Any:
    """The bucket that the settings name, made by its owner."""
    bucket = default_storage.bucket  # type: ignore[attr-defined]
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
    return bucket
