"""Sources that the program brings are sentences; those that a centre has typed stay as typed."""

from pathlib import Path

import pytest
from service_samples import TODAY

from refillplan.csv_files import Faults, read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import Message
from refillplan.domain.own_sources import source_words
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.core.language import translator
from refillplan.services.starting.starter import write_starter


def sources_of(centre: Centre) -> set[str]:
    models, supply = (model.source for model in centre.pump_models), (entry.source for entry in centre.supply)
    return {centre.protocol.source, *models, *supply, *(number.source for _, number in centre.forecast.numbers)}


@pytest.fixture
def brought(tmp_path: Path) -> set[str]:
    write_starter(tmp_path / "starter")
    starter = read_folder(tmp_path / "starter", TODAY)
    assert not isinstance(starter, Faults)
    made = generate_centre(CentreSpec(code="MADE", patients=9, seed=1, today=TODAY))
    return sources_of(starter) | sources_of(made) | {number.source for _, number in ForecastSettings().numbers}


def test_every_source_that_the_program_brings_has_its_french(brought: set[str]) -> None:
    french = translator("fr")
    for source in brought:
        words = source_words(source)
        assert isinstance(words, Message), source
        assert french(words) != source


def test_a_source_that_a_centre_has_typed_stays_as_typed() -> None:
    assert source_words("meeting of the unit {12}") == "meeting of the unit {12}"
