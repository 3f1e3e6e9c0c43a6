"""A plugin with a writing endpoint, as the signing API will have one: what writes are held to is
tested on it until the service has such endpoints of its own."""

from __future__ import annotations

from amo_pyramid.services import AUTHENTICATED, AmoService

uploads = AmoService(
    "test-upload",
    "/test/uploads/{guid}/",
    permission=AUTHENTICATED,
    throttle=("test_burst_user", "test_burst_ip"),
)


@uploads.put()
def upload(request):
    request.registry.get("test.upload", lambda request: None)(request)
    return {"guid": request.matchdict["guid"]}


def includeme(config):
    config.add_amo_throttle("test_burst_user", "6/minute", "Uploads of a user.")
    config.add_amo_throttle("test_burst_ip", "50/hour", "Uploads from an address.", by="address")
    config.add_amo_service(uploads)
