"""The public halves of the installation's keys, for whoever checks a file or a receipt on another machine."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from aceite.faces.verify.access import instance_keys
from aceite.kit.sealing.authority import fingerprint


@require_safe
def seal_keys(request: HttpRequest) -> JsonResponse:
    """Every key with certificate and fingerprint, the retired ones too: they vouch for what they sealed."""
    keys = [
        {
            "kind": key.kind,
            "id": key.key_id,
            "certificate": key.certificate,
            "fingerprint": fingerprint(key.certificate.encode()),
            "retired": key.retired_at is not None,
        }
        for key in instance_keys()
    ]
    return JsonResponse({"type": "aceite.keys.v1", "keys": keys})
