"""The error classes against the catalogue, and the translation of what the driver raises."""

from __future__ import annotations

import pickle

import mysql.connector
import pytest

from pyclient import errors
from pyclient.deploy import error_catalogue
from pyclient.errors import DaftarError, RefusedError
from pyclient.retry import Remedy

CLASSES = {kind.token: kind for kind in RefusedError.__subclasses__()}
CATALOGUE = {sentence.token: sentence.errno for sentence in error_catalogue.load()}


def test_every_token_has_its_class_and_every_class_its_token() -> None:
    assert {token: kind.errno for token, kind in CLASSES.items()} == CATALOGUE
    assert len(RefusedError.__subclasses__()) == len(CATALOGUE)


@pytest.mark.parametrize("token", sorted(CATALOGUE))
def test_a_class_is_named_after_its_token(token: str) -> None:
    name = "".join(word.capitalize() for word in token.split("_")) + "Error"
    assert CLASSES[token] is getattr(errors, name)
    assert CLASSES[token].__doc__


@pytest.mark.parametrize("sentence", error_catalogue.load(), ids=lambda sentence: sentence.key)
def test_every_sentence_comes_back_with_its_values(sentence: error_catalogue.Sentence) -> None:
    values = {name: str(700 + at) for at, name in enumerate(sentence.placeholders)}
    message = f"{sentence.token}: {sentence.in_english(values)}"
    error = errors.translate(mysql.connector.Error(message, errno=sentence.errno, sqlstate="45000"), "key-1")
    assert type(error) is CLASSES[sentence.token]
    assert (error.token, error.errno, error.values) == (sentence.token, sentence.errno, values)
    assert error.english == sentence.in_english(values)
    assert error.arabic == sentence.in_arabic(values)
    assert str(error) == message
    assert error.request_id == "key-1"


def test_a_newer_database_may_say_it_otherwise() -> None:
    message = "NO_ITEMS: something that this version does not say"
    error = errors.translate(mysql.connector.Error(message, errno=errors.NoItemsError.errno))
    assert type(error) is errors.NoItemsError
    assert (error.english, error.values) == ("something that this version does not say", {})


def test_a_token_of_a_newer_database_is_a_refusal_all_the_same() -> None:
    error = errors.translate(mysql.connector.Error("NEW_IN_TWO: a sentence", errno=50199))
    assert type(error) is RefusedError
    assert (error.token, error.errno, error.english) == ("NEW_IN_TWO", 50199, "a sentence")


def test_other_server_errors_keep_their_number_and_text() -> None:
    error = errors.translate(mysql.connector.Error("Table 'x' is full", errno=1114))
    assert type(error) is errors.ServerError
    assert (error.token, error.errno, error.english) == ("SERVER_ERROR", 1114, "Table 'x' is full")
    assert "1114" in error.arabic


@pytest.mark.parametrize(
    ("remedy", "kind"),
    [
        (Remedy.NONE, errors.ServerError),
        (Remedy.RETRY, errors.RetriesExhaustedError),
        (Remedy.AWAIT_DEPLOYMENT, errors.RetriesExhaustedError),
        (Remedy.RECONNECT, errors.ConnectionLostError),
        (Remedy.LOST, errors.ConnectionLostError),
    ],
)
def test_giving_up_names_the_reason_and_the_key(remedy: Remedy, kind: type[DaftarError]) -> None:
    error = errors.give_up(mysql.connector.Error("gone", errno=2013), remedy, 3, "key-1")
    assert type(error) is kind
    assert (error.errno, error.request_id) == (2013, "key-1")
    assert error.arabic


@pytest.mark.parametrize("found", [0, 2])
def test_another_api_number_is_refused_and_says_which_side_is_older(found: int) -> None:
    with pytest.raises(errors.VersionMismatchError, match="database" if found < 1 else "client") as refused:
        errors.require_api(found, 1, "7.7.7")
    assert "7.7.7" in str(refused.value)


def test_an_error_survives_the_way_to_another_process() -> None:
    error = errors.translate(mysql.connector.Error("NO_ITEMS: x", errno=errors.NoItemsError.errno), "key-1")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is errors.NoItemsError
    assert (copy.token, copy.arabic, copy.request_id) == (error.token, error.arabic, "key-1")
    unreadable = pickle.loads(pickle.dumps(errors.UnreadableAnswerError("no member x")))
    assert unreadable.english == "no member x"
