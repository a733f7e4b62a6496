"""daftar.php says and tries again what the Python client does."""

from __future__ import annotations

import json
import subprocess

import mysql.connector
import pytest

from pyclient.demo.page import FOLDER
from pyclient.deploy import error_catalogue
from pyclient.retry import Remedy, remedy_for


def php(program: str, document: object = None) -> object:
    """What a PHP program, with daftar.php loaded, prints as JSON; ``$in`` is the document."""
    done = subprocess.run(
        [
            "php",
            "-d",
            "display_errors=stderr",
            "-r",
            f"require 'daftar.php'; $in = json_decode(file_get_contents('php://stdin'), true); {program}",
        ],
        cwd=FOLDER,
        input=json.dumps(document),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout)


def test_errors_json_is_the_catalogue() -> None:
    listed = json.loads((FOLDER / "errors.json").read_text(encoding="utf-8"))
    assert listed == [
        {"token": s.token, "errno": s.errno, "english": s.english, "arabic": s.arabic}
        for s in error_catalogue.load()
    ], "run: daftar errors --json | python3 -m json.tool --no-ensure-ascii > examples/php_page/errors.json"


def test_every_sentence_comes_out_in_arabic_as_in_python() -> None:
    """Values with what sentences are made of: quotes, colons, braces, line ends."""
    values = ["7", "2.5000", "a 'b': {c}", 'آخر "x": 1, 2\nسطر']
    messages = [
        f"{s.token}: {s.in_english(dict(zip(s.placeholders, values[-len(s.placeholders) :], strict=False)))}"
        for s in error_catalogue.load()
    ]
    matches = [error_catalogue.match(message) for message in messages]
    said = php(
        "$say = fn($message) => daftar_refusal(strstr($message, ':', true), $message)->getMessage();"
        "echo json_encode(array_map($say, $in));",
        messages,
    )
    assert said == [match.arabic if match else None for match in matches]


def test_a_token_that_errors_json_does_not_know_is_named() -> None:
    said = php(
        "echo json_encode(daftar_refusal('PERIOD_CLOSED', 'PERIOD_CLOSED: 2025 is closed')->getMessage());"
    )
    assert said == "تعذر تنفيذ الطلب (PERIOD_CLOSED)."


def test_a_quotes_problems_come_out_in_arabic() -> None:
    problem = {"token": "UNKNOWN_PRODUCT", "row_id": "r1", "message": "there is no product 7"}
    quote = {"ok": True, "problems": [problem], "total_after": 12.5, "items": []}
    said = php("echo daftar_quote_in_arabic(json_encode($in));", quote)
    arabic = {"message": "المنتج رقم 7 غير موجود.", "template": "المنتج رقم {product_id} غير موجود."}
    assert said == {**quote, "problems": [{**problem, **arabic, "values": {"product_id": "7"}}]}
    assert php('echo daftar_quote_in_arabic(\'{"problems":[],"x":5.00}\');') == {"problems": [], "x": 5.0}


@pytest.mark.parametrize(
    "text", ["other", "Got error 149 during COMMIT", "Trigger 'x' has an error in its body: y"]
)
def test_the_same_errors_are_tried_again_as_in_python(text: str) -> None:
    numbers = list(range(1000, 5000))
    seconds = php(
        "$seconds = function ($number) use ($in) {"
        "  $error = new PDOException(); $error->errorInfo = ['HY000', $number, $in['text']];"
        "  return daftar_seconds_to_retry($error);"
        "};"
        "echo json_encode(array_map($seconds, $in['numbers']));",
        {"numbers": numbers, "text": text},
    )
    assert isinstance(seconds, list)
    again = {number for number, limit in zip(numbers, seconds, strict=True) if limit > 0}
    assert again == {
        n for n in numbers if remedy_for(mysql.connector.Error(text, errno=n)) is not Remedy.NONE
    }
    assert {number for number in again if seconds[number - 1000] == 3} == {
        n for n in numbers if remedy_for(mysql.connector.Error(text, errno=n)) is Remedy.AWAIT_DEPLOYMENT
    }


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not set"),
        ("mysql://:x", "is no URL"),
        ("localhost/shop", "names no host"),
        ("mysql://root@127.0.0.1", "names no database"),
    ],
)
def test_a_url_that_leads_nowhere_is_said_at_once(url: str, said: str) -> None:
    """Not as a server that is busy, after 15 seconds."""
    told = php(
        "putenv('DAFTAR_URL=' . $in); $start = microtime(true);"
        "try { daftar_call('sp_get_version', []); } catch (LogicException $error) {"
        "echo json_encode([$error->getMessage(), microtime(true) - $start < 1]); }",
        url,
    )
    assert isinstance(told, list)
    assert said in told[0]
    assert told[1]
