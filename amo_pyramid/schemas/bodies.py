"""Nodes for bodies of requests, with AMO's wording (platform.md §3.3, community.md §0.4).

They tell null from what is missing. Unknown keys are ignored. What a form sends as text is read
as JSON's own types are.
"""

from __future__ import annotations

import re
from typing import Any

import colander

from amo_pyramid.messages import Filled, _

REQUIRED = _("This field is required.")
NULL = _("This field may not be null.")
BLANK = _("This field may not be blank.")
NOT_TEXT = _("Not a valid string.")
NUL = _("Null characters are not allowed.")
TOO_LONG = _("Ensure this field has no more than {n} characters.")
TOO_SHORT = _("Ensure this field has at least {n} characters.")
NOT_INTEGER = _("A valid integer is required.")
TOO_SMALL = _("Ensure this value is greater than or equal to {n}.")
TOO_BIG = _("Ensure this value is less than or equal to {n}.")
NOT_BOOLEAN = _("Must be a valid boolean.")
NOT_CHOICE = _('"{input}" is not a valid choice.')
NOT_OBJECT = _("Invalid data. Expected a dictionary, but got {datatype}.")

#: Longer ones are in no column.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}(?:\.0*)?")
_WORDS = {
    True: ("true", "True", "TRUE", "t", "T", "1", "y", "Y", "yes", "YES", "on", "On", "ON"),
    False: ("false", "False", "FALSE", "f", "F", "0", "n", "N", "no", "NO", "off", "Off", "OFF"),
}
_BOOLEANS = {word: value for value, words in _WORDS.items() for word in words}


class Node(colander.SchemaNode):
    """A value of a body. ``nullable`` ones may be null, which is then their value."""

    nullable = False

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        if cstruct is None:
            if self.nullable:
                return None
            raise colander.Invalid(self, NULL)
        if cstruct is colander.null and self.required:
            raise colander.Invalid(self, REQUIRED)
        return super().deserialize(cstruct)


class ObjectType(colander.Mapping):
    """A JSON object, or a form."""

    def _validate(self, node: Any, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            datatype = type(value).__name__
            raise colander.Invalid(node, Filled(NOT_OBJECT, datatype=datatype))
        return dict(value)


class Object(Node):
    """An object with the nodes that a subclass declares."""

    schema_type = ObjectType


class Body(Object):
    """What the whole body must be."""

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        # A body of null is no object; it is not missing.
        return self.typ.deserialize(self, None) if cstruct is None else super().deserialize(cstruct)


class TextType(colander.String):
    """A text, without white space around it; numbers are taken as they are written."""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        if isinstance(cstruct, bool) or not isinstance(cstruct, str | int | float):
            raise colander.Invalid(node, NOT_TEXT)
        text = str(cstruct).strip()
        if "\0" in text:
            raise colander.Invalid(node, NUL)
        if not text and not node.allow_blank:
            raise colander.Invalid(node, BLANK)
        return text


class Text(Node):
    """A text; ``allow_blank`` ones may be empty. See :func:`length`."""

    schema_type = TextType
    allow_blank = False


class IntegerType(colander.Integer):
    """A whole number."""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        if isinstance(cstruct, bool) or not isinstance(cstruct, str | int | float):
            raise colander.Invalid(node, NOT_INTEGER)
        text = str(cstruct).strip()
        if not _INTEGER.fullmatch(text):
            raise colander.Invalid(node, NOT_INTEGER)
        return int(text.partition(".")[0])


class Integer(Node):
    """A whole number. See :func:`between`."""

    schema_type = IntegerType


class BooleanType(colander.Boolean):
    """True or false, in any of the words that AMO takes."""

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null:
            return colander.null
        if isinstance(cstruct, bool):
            return cstruct
        word = str(cstruct).strip() if isinstance(cstruct, str | int) else ""
        if word not in _BOOLEANS:
            raise colander.Invalid(node, NOT_BOOLEAN)
        return _BOOLEANS[word]


class Boolean(Node):
    schema_type = BooleanType


class length(colander.Length):
    """Validator: so many characters at least and at most."""

    def __call__(self, node: Any, value: Any) -> None:
        if self.min is not None and len(value) < self.min:
            raise colander.Invalid(node, Filled(TOO_SHORT, n=self.min))
        if self.max is not None and len(value) > self.max:
            raise colander.Invalid(node, Filled(TOO_LONG, n=self.max))


class between(colander.Range):
    """Validator: a number that is neither smaller nor bigger."""

    def __call__(self, node: Any, value: Any) -> None:
        if self.min is not None and value < self.min:
            raise colander.Invalid(node, Filled(TOO_SMALL, n=self.min))
        if self.max is not None and value > self.max:
            raise colander.Invalid(node, Filled(TOO_BIG, n=self.max))


class one_of(colander.OneOf):
    """Validator: one of these values."""

    def __call__(self, node: Any, value: Any) -> None:
        if value not in self.choices:
            raise colander.Invalid(node, Filled(NOT_CHOICE, input=value))
