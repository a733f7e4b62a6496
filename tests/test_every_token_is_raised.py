"""Each token of the catalogue is raised by some test: conftest.py runs this one last."""

import pytest

from pyclient.deploy import error_catalogue
from tests import raised_tokens


def test_every_token_of_the_catalogue_was_raised(request: pytest.FixtureRequest) -> None:
    if not raised_tokens.is_whole_run(request.config):
        pytest.skip("only a run of all tests can say so")
    raised = request.config.stash[raised_tokens.raised]
    assert {sentence.token for sentence in error_catalogue.load()} - raised == set()
