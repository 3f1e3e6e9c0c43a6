"""A plugin with an endpoint that takes bodies, and gives back what it understood."""

from __future__ import annotations

from typing import Any

import colander

from amo_pyramid.bodies import UploadedFile
from amo_pyramid.domain.errors import NotFound
from amo_pyramid.schemas.bodies import (
    Body,
    Boolean,
    Integer,
    Object,
    Text,
    between,
    length,
    one_of,
)
from amo_pyramid.services import AUTHENTICATED, AmoService


class Place(Object):
    page = Integer()
    line = Integer(missing=0)


class NoteBody(Body):
    text = Text(validator=length(2, 10))
    color = Text(missing="red", validator=one_of(["red", "blue"]))
    title = Text(missing=None, nullable=True, allow_blank=True)
    score = Integer(missing=colander.drop, validator=between(1, 5))
    is_public = Boolean(missing=False)
    place = Place(missing=None)


class Note(colander.MappingSchema):
    body = NoteBody()


def find_nothing(request: Any, **options: Any) -> None:
    if "nothing" in request.query:
        raise NotFound()


notes = AmoService("notes", "/notes/", before=(find_nothing,), max_body=None)
private = AmoService("private-notes", "/private-notes/", permission=AUTHENTICATED)
small = AmoService("small-notes", "/small-notes/", max_body=50)
raw = AmoService("raw-notes", "/raw-notes/")


@notes.post(schema=Note())
@private.post(schema=Note())
@small.post(schema=Note())
def post_note(request: Any) -> Any:
    return request.validated["body"]


@notes.delete()
def delete_note(request: Any) -> Any:
    return {"deleted": True}


@raw.post()
def post_raw(request: Any) -> Any:
    """What was read, with the files told by their facts."""
    return {name: _told(value) for name, value in request.data.items()}


def _told(value: Any) -> Any:
    if isinstance(value, UploadedFile):
        read = value.file.read()
        assert len(read) == value.size
        return [value.filename, value.content_type, value.size]
    return value


def includeme(config: Any) -> None:
    for service in (notes, private, small, raw):
        config.add_amo_service(service)
