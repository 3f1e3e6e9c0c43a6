"""Guids that nobody may take: an endpoint, a table, a setting, and a veto.

``GET /api/v4/reserved-guids/`` lists them. ``POST`` reserves one, for members of a group with the
rule ``Guids:Reserve``. An add-on with such a guid is refused, whoever brings it: an import, a
dump that is loaded, a command or a request.
"""

from __future__ import annotations

from typing import Any

import colander

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.events import AddonsChanged, AddonsCreated
from amo_pyramid.schemas.bodies import Body, Text
from amo_pyramid.services import FROM_V4, AmoService
from amo_pyramid.settings import Setting
from amo_reserved_guids import table

service = AmoService(
    "reserved-guids",
    "/reserved-guids/",
    versions=FROM_V4,
    description="Guids that nobody may take.",
)


class Reservation(colander.MappingSchema):
    @colander.instantiate()
    class body(Body):
        guid = Text()
        reason = Text(missing="", allow_blank=True)


@service.get()
def list_reserved(request: Any) -> Any:
    return {"results": table.every(request.work)}


@service.post(schema=Reservation(), permission="Guids:Reserve")
def add_reserved(request: Any) -> Any:
    body = request.validated["body"]
    limit = request.settings["amo.reserved_guids.limit"]
    table.reserve(request.work, body["guid"], body["reason"], limit)
    request.response.status_int = 201
    return body


def refuse_reserved(event: AddonsCreated | AddonsChanged) -> None:
    """The veto: what this raises undoes the write."""
    addons = event.work.catalogue.addons.by_ids(sorted(event.addon_ids), frozenset())
    found = table.among(event.work, [addon.guid for addon in addons if addon.guid])
    if found:
        raise Invalid(f"This guid is reserved: {', '.join(found)}")


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting("amo.reserved_guids.limit", int, 1000, "How many guids can be reserved.")
    )
    config.add_amo_migrations("amo_reserved_guids:migrations", tables=[table.reserved])
    config.add_amo_service(service)
    config.add_amo_subscriber(AddonsCreated, refuse_reserved)
    config.add_amo_subscriber(AddonsChanged, refuse_reserved)
