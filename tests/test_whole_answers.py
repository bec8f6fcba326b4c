"""What the server is handed: one list of bytes, the request closed; only large files go in pieces."""

import pytest
from django.core.signals import request_finished
from django.http import HttpResponse, StreamingHttpResponse

from config.whole import LARGEST, WholeAnswers

pytestmark = pytest.mark.django_db  # the end of a request looks at its connection


def test_an_answer_and_a_small_file_are_whole_and_closed_before_they_are_sent() -> None:
    ended: list[object] = []
    request_finished.connect(end := lambda **_: ended.append(1))
    try:
        assert WholeAnswers(lambda *_: HttpResponse("да"))({}, print) == ["да".encode()]
        small = StreamingHttpResponse([b"a", b"b"], headers={"Content-Length": "2"})
        assert WholeAnswers(lambda *_: small)({}, print) == [b"ab"]
    finally:
        request_finished.disconnect(end)
    assert len(ended) == 2


def test_a_large_file_and_one_of_unknown_length_go_in_pieces() -> None:
    large = StreamingHttpResponse([b"a"], headers={"Content-Length": str(LARGEST + 1)})
    unknown = StreamingHttpResponse([b"a"])
    assert WholeAnswers(lambda *_: large)({}, print) is large
    assert WholeAnswers(lambda *_: unknown)({}, print) is unknown
