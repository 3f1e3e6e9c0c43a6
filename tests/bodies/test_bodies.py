"""Bodies of requests (platform.md §2.1, §2.2, §3.3), with an endpoint of a plugin."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
NOTE = {"text": "hello"}
UNDERSTOOD = {
    "text": "hello",
    "color": "red",
    "title": None,
    "is_public": False,
    "place": None,
}
MIXED = "multipart/form-data; boundary=xx"


@pytest.fixture
def service(warm_sqlite):
    return Service(warm_sqlite, **{"amo.plugins": "tests.bodies.notes"})


@pytest.fixture
def send(service):
    """POST a body to an endpoint."""

    def send(body=b"", content_type=JSON, path="/notes/", headers=None, **options):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": content_type, "Content-Length": len(data), **(headers or {})}
        if content_type is None:
            del sent["Content-Type"]
        return service.request("POST", path, body=data, headers=sent, **options)

    return send


@pytest.fixture
def stream(service):
    """POST what a server makes of a body."""

    def stream(environ, content_type):
        environ = {**environ, "CONTENT_TYPE": content_type}
        return service.request("POST", "/notes/", environ=environ)

    return stream


def parts(*pieces, end=b"--xx--\r\n"):
    """A form of parts, each of a disposition, further headers and content."""
    body = b""
    for disposition, content, *headers in pieces:
        lines = [f"Content-Disposition: form-data; {disposition}", *headers]
        head = "\r\n".join(lines).encode()
        body += b"--xx\r\n" + head + b"\r\n\r\n" + content + b"\r\n"
    return body + end


def refused(response, status=400):
    assert response.status_int == status, response.text
    return response.json


class TestWhatIsRead:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b'{"text": "hello"}', JSON),
            (b'{"text": "hello"}', "Application/JSON; charset=latin-1"),
            (b'{"text": "hello", "unknown": [1], "id": 7}', JSON),
            (b'{"text": " hello\\n "}', JSON),
            (b"text=hello", FORM),
            (b"text=hello", f"{FORM};charset=UTF-8"),
            (b"text=bye&text=hello&other=", FORM),
            (parts(('name="text"', b"hello")), MIXED),
            (parts(('name="text"', b"bye"), ('name="text"', b"hello")), MIXED),
        ],
    )
    def test_json_and_forms_say_the_same(self, send, body, content_type):
        response = send(body, content_type)
        assert (response.status_int, response.json) == (200, UNDERSTOOD)

    @pytest.mark.parametrize("content_type", [JSON, FORM, MIXED, "text/plain", "", None])
    def test_no_body_is_an_empty_object_whatever_its_type(self, send, content_type):
        assert refused(send(b"", content_type)) == {"text": ["This field is required."]}

    def test_texts_of_every_script_arrive(self, send):
        for text in ("日本語", "ñandú", "🦊🦊"):
            assert send({"text": text}).json["text"] == text
            form = f"text={text}".encode()
            assert send(form, FORM).json["text"] == text
            assert send(parts(('name="text"', text.encode())), MIXED).json["text"] == text

    def test_a_file_comes_with_its_facts(self, send):
        content = b"\x00\xff" * 40_000
        form = parts(
            ('name="upload"; filename="../a.xpi"', content, "Content-Type: application/zip"),
            ('name="channel"', b"listed"),
        )
        said = send(form, MIXED, "/raw-notes/").json
        assert said == {"upload": ["../a.xpi", "application/zip", 80_000], "channel": "listed"}

    def test_a_file_is_no_text(self, send):
        form = parts(('name="text"; filename="a.txt"', b"hello"))
        assert refused(send(form, MIXED)) == {"text": ["Not a valid string."]}

    def test_a_method_that_takes_no_body_does_not_look_at_it(self, service):
        headers = {"Content-Type": "text/plain"}
        response = service.request("DELETE", "/notes/", body=b"{bad", headers=headers)
        assert response.json == {"deleted": True}


class TestWhatIsRefused:
    @pytest.mark.fact("platform-22")
    @pytest.mark.parametrize(
        "content_type", ["text/plain", "text/plain; charset=utf-8", "application/xml", "x", ""]
    )
    def test_another_media_type_is_named_as_it_was_sent(self, service, send, content_type):
        person = builders.user(9)
        service.put(person)
        message = f'Unsupported media type "{content_type}" in request.'
        response = send(b"x", content_type, "/private-notes/", user=person)
        assert refused(response, 415) == {"detail": message}

    @pytest.mark.fact("platform-23")
    def test_who_is_nobody_hears_that_first(self, send):
        response = send(b"x", "text/plain", "/private-notes/")
        assert refused(response, 401) == {"detail": "Authentication credentials were not provided."}

    @pytest.mark.fact("platform-24", "community-330")
    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            (
                b"{bad",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (
                b"{",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (b" ", "Expecting value: line 1 column 2 (char 1)"),
            (
                b'{"text": "\xff"}',
                "'utf-8' codec can't decode byte 0xff in position 10: invalid start byte",
            ),
            (b'{"text": NaN}', "Out of range float values are not JSON compliant: NaN"),
            (b'{"text": 1e999}', "Out of range float values are not JSON compliant: inf"),
            (b"[" * 66 + b"]" * 66, "too many levels"),
            (b"[" * 100_000, "too many levels"),
            (b'{"a":' * 100_000, "too many levels"),
        ],
    )
    def test_json_that_cannot_be_read(self, send, body, problem):
        assert refused(send(body)) == {"detail": f"JSON parse error - {problem}"}

    @pytest.mark.parametrize("body", [b'{"text": "\\ud800"}', b'{"\\udfff": 1}'])
    def test_half_a_character_is_no_text(self, send, body):
        assert refused(send(body))["detail"].startswith("JSON parse error - 'utf-8' codec")

    def test_a_number_of_too_many_digits_is_none(self, send):
        detail = refused(send(b'{"score": ' + b"1" * 5000 + b"}"))["detail"]
        assert detail.startswith("JSON parse error - ")

    @pytest.mark.fact("platform-25")
    @pytest.mark.parametrize(
        ("body", "content_type", "problem"),
        [
            (b"x", "multipart/form-data", "Invalid boundary in multipart: None"),
            (b"x", "multipart/form-data; boundary=", "Invalid boundary in multipart: "),
            (b"x", MIXED, ""),
            (b"--xx\r\n\r\nhello\r\n--xx--", MIXED, ""),
            (parts(('name="text"', b"hello"), end=b""), MIXED, ""),
            (parts(('name="text"', b"\xff")), MIXED, "'utf"),
        ],
    )
    def test_a_form_of_parts_that_cannot_be_read(self, send, body, content_type, problem):
        detail = refused(send(body, content_type))["detail"]
        assert detail.startswith(f"Multipart form parse error - {problem}")

    def test_a_form_that_is_no_text_or_has_too_many_fields(self, send):
        for form in (b"text=\xff", b"a=1&" * 1001):
            assert refused(send(form, FORM))["detail"].startswith("Form parse error - ")

    def test_a_form_of_too_many_parts(self, send):
        form = parts(*(('name="a"', b"1") for _ in range(1001)))
        assert refused(send(form, MIXED), 413)

    @pytest.mark.fact("platform-26")
    @pytest.mark.parametrize(
        ("body", "name"),
        [("[]", "list"), ('"x"', "str"), ("5", "int"), ("true", "bool"), ("null", "NoneType")],
    )
    def test_a_body_that_is_no_object(self, send, body, name):
        message = f"Invalid data. Expected a dictionary, but got {name}."
        assert refused(send(body.encode())) == {"non_field_errors": [message]}

    @pytest.mark.parametrize("content_type", [JSON, FORM, MIXED])
    def test_a_body_that_is_too_large_is_not_read(self, send, content_type):
        large = {"detail": "The body of the request is too large."}
        assert refused(send(b"x" * 1_048_577, content_type), 413) == large
        assert refused(send(b"x" * 51, content_type, "/small-notes/"), 413) == large

    @pytest.mark.parametrize("content_type", [JSON, FORM, MIXED])
    def test_one_without_a_length_is_read_as_far_as_is_allowed(self, stream, content_type):
        form = parts(('name="a"; filename="a"', b"x" * 1_100_000))
        environ = {"wsgi.input": BytesIO(form), "wsgi.input_terminated": True}
        assert refused(stream(environ, content_type), 413)

    @pytest.mark.parametrize("content_type", [JSON, FORM, MIXED])
    def test_a_body_that_ends_early_is_refused(self, stream, content_type):
        environ = {"wsgi.input": BytesIO(b'{"text"'), "CONTENT_LENGTH": "400"}
        assert "parse error" in refused(stream(environ, content_type))["detail"]

    def test_the_body_is_read_before_anything_is_looked_up(self, send):
        assert refused(send(b"{bad", path="/notes/?nothing"))["detail"].startswith("JSON")
        assert refused(send(NOTE, path="/notes/?nothing"), 404)
        # What is in it is checked last.
        assert refused(send({}, path="/notes/?nothing"), 404)

    def test_messages_are_in_the_language_of_the_request(self, send):
        assert "Medientyp" in refused(send(b"x", "text/plain", "/notes/?lang=de"), 415)["detail"]
        said = refused(send({"text": "12345678901"}, path="/notes/?lang=de"))
        assert said == {"text": ["Dieses Feld darf höchstens 10 Zeichen haben."]}


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "messages"),
        [
            ({"text": None}, {"text": ["This field may not be null."]}),
            ({"text": ""}, {"text": ["This field may not be blank."]}),
            ({"text": " \t\n"}, {"text": ["This field may not be blank."]}),
            ({"text": True}, {"text": ["Not a valid string."]}),
            ({"text": ["a"]}, {"text": ["Not a valid string."]}),
            ({"text": {}}, {"text": ["Not a valid string."]}),
            ({"text": "a\x00b"}, {"text": ["Null characters are not allowed."]}),
            ({"text": "a"}, {"text": ["Ensure this field has at least 2 characters."]}),
            (
                {"text": "x" * 11},
                {"text": ["Ensure this field has no more than 10 characters."]},
            ),
            ({"color": "green"}, {"color": ['"green" is not a valid choice.']}),
            ({"color": "{input}"}, {"color": ['"{input}" is not a valid choice.']}),
            ({"score": "x"}, {"score": ["A valid integer is required."]}),
            ({"score": 4.5}, {"score": ["A valid integer is required."]}),
            ({"score": True}, {"score": ["A valid integer is required."]}),
            ({"score": [4]}, {"score": ["A valid integer is required."]}),
            ({"score": 10**19}, {"score": ["A valid integer is required."]}),
            ({"score": "٤"}, {"score": ["A valid integer is required."]}),
            (
                {"score": 0},
                {"score": ["Ensure this value is greater than or equal to 1."]},
            ),
            ({"score": 6}, {"score": ["Ensure this value is less than or equal to 5."]}),
            ({"is_public": "maybe"}, {"is_public": ["Must be a valid boolean."]}),
            ({"is_public": 2}, {"is_public": ["Must be a valid boolean."]}),
            ({"is_public": []}, {"is_public": ["Must be a valid boolean."]}),
            ({"is_public": None}, {"is_public": ["This field may not be null."]}),
            ({"place": {}}, {"place": {"page": ["This field is required."]}}),
            (
                {"place": []},
                {"place": ["Invalid data. Expected a dictionary, but got list."]},
            ),
            ({"place": None}, {"place": ["This field may not be null."]}),
            (
                {"text": None, "score": 9, "color": ""},
                {
                    "text": ["This field may not be null."],
                    "score": ["Ensure this value is less than or equal to 5."],
                    "color": ["This field may not be blank."],
                },
            ),
        ],
        ids=str,
    )
    def test_what_is_wrong_with_each_is_told(self, send, fields, messages):
        assert refused(send({**NOTE, **fields})) == messages

    @pytest.mark.parametrize(
        ("fields", "understood"),
        [
            ({"text": 12}, {"text": "12"}),
            ({"title": None}, {"title": None}),
            ({"title": "  "}, {"title": ""}),
            ({"score": 4}, {"score": 4}),
            ({"score": "4"}, {"score": 4}),
            ({"score": 4.0}, {"score": 4}),
            ({"is_public": True}, {"is_public": True}),
            ({"is_public": 1}, {"is_public": True}),
            ({"is_public": "on"}, {"is_public": True}),
            ({"is_public": "FALSE"}, {"is_public": False}),
            ({"is_public": 0}, {"is_public": False}),
            ({"place": {"page": "7"}}, {"place": {"page": 7, "line": 0}}),
        ],
        ids=str,
    )
    def test_what_is_understood(self, send, fields, understood):
        assert send({**NOTE, **fields}).json == {**UNDERSTOOD, **understood}

    def test_what_may_be_missing_is_not_null(self, send):
        assert "score" not in send(NOTE).json
