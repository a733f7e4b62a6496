from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyclient.deploy import error_catalogue, migrate
from pyclient.deploy.error_catalogue import MESSAGE_LENGTH, load, match, parse
from pyclient.deploy.session import execute, fetch
from pyclient.deploy.source import SourceError
from tests.shop import Shop

SAMPLE = parse(
    """
    [VALIDATION]
    errno = 50100
    english = "{member} is not valid: {value}"
    arabic = "قيمة {member} غير صحيحة: {value}"
    [VALIDATION.customer]
    english = "customer_id is required"
    arabic = "الرجاء اختيار عميل."
    [SHORT]
    errno = 50101
    english = "{available} of {needed} for {name}"
    arabic = "{name}: المطلوب {needed} والمتاح {available}"
    """
)


def test_values_come_back_and_go_into_the_arabic_sentence() -> None:
    found = match("SHORT: 2.5 of 7 for كوع 90 (for of) …", SAMPLE)
    assert found is not None
    assert (found.token, found.values) == (
        "SHORT",
        {"available": "2.5", "needed": "7", "name": "كوع 90 (for of) …"},
    )
    assert found.arabic == "كوع 90 (for of) …: المطلوب 7 والمتاح 2.5"
    assert found.english == "2.5 of 7 for كوع 90 (for of) …"


def test_the_sentence_with_the_most_fixed_text_is_meant() -> None:
    found = match("VALIDATION: customer_id is required", SAMPLE)
    assert found is not None
    assert (found.sentence.key, found.arabic) == ("VALIDATION.customer", "الرجاء اختيار عميل.")


def test_a_sentence_of_another_version_keeps_its_token() -> None:
    found = match("SHORT: not a sentence that we know", SAMPLE)
    assert found is not None
    assert (found.token, found.values) == ("SHORT", {})
    assert match("Duplicate entry '1' for key 'PRIMARY'", SAMPLE) is None


@given(st.data())
def test_every_sentence_matches_itself(data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(load()))
    values = {name: str(data.draw(st.integers(0, 10**12))) for name in sentence.placeholders}
    found = match(f"{sentence.token}: {sentence.in_english(values)}")
    assert found is not None
    assert (found.sentence.key, found.values) == (sentence.key, values)
    assert "{" not in found.arabic


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[A]\nerrno = 4\nenglish = "x"\narabic = "x"', "errno of 50100"),
        (
            '[A]\nerrno=50100\nenglish="x"\narabic="x"\n[B]\nerrno=50100\nenglish="x"\narabic="x"',
            "share errno",
        ),
        ('[A]\nerrno=50100\nenglish="x"', "has no 'arabic'"),
        ('[A]\nerrno=50100\nenglish="x {a}"\narabic="{b}"', "value in Arabic"),
        (f'[A]\nerrno=50100\nenglish="{"x" * MESSAGE_LENGTH}"\narabic="x"', "longer than 128"),
    ],
)
def test_a_catalogue_that_breaks_a_rule_is_refused(text: str, fault: str) -> None:
    with pytest.raises(SourceError, match=fault):
        parse(text)


def test_the_database_holds_the_catalogue_of_the_file(shop: Shop) -> None:
    rows = "SELECT sentence, token, errno, english, arabic FROM error_catalogue ORDER BY sentence"
    wanted = sorted((s.key, s.token, s.errno, s.english, s.arabic) for s in error_catalogue.load())
    assert fetch(shop.connection, rows) == wanted
    execute(shop.connection, "UPDATE error_catalogue SET english = 'changed' LIMIT 1")
    execute(shop.connection, "INSERT INTO error_catalogue VALUES ('OLD', 'OLD', 50999, 'x', 'x')")
    migrate.store_errors(shop.connection)
    assert fetch(shop.connection, rows) == wanted
