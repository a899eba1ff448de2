"""Databases to sit in front of: the sample centre with its plan in force, made once, copied for each test."""

import shutil
from pathlib import Path

import pytest
from tui_samples import country_in_force, in_force


@pytest.fixture(scope="session")
def centre_in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample centre of fifty patients, its year planned and in force; not to be written to."""
    file = tmp_path_factory.mktemp("tui") / "centre.db"
    in_force(file, "centre")
    return file


@pytest.fixture(scope="session")
def small_in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample centre of three patients, its plan in force; not to be written to."""
    file = tmp_path_factory.mktemp("tui") / "small.db"
    in_force(file, "small")
    return file


@pytest.fixture
def small(small_in_force: Path, tmp_path: Path) -> Path:
    """A copy of it for one test: whatever is asked of the planner is answered at once."""
    return Path(shutil.copy(small_in_force, tmp_path / "small.db"))


@pytest.fixture
def database(centre_in_force: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(centre_in_force, tmp_path / "centre.db"))


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ten centres of France, the year of the first planned and in force; not to be written to."""
    file = tmp_path_factory.mktemp("tui") / "france.db"
    country_in_force(file)
    return file


@pytest.fixture
def france(country: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(country, tmp_path / "france.db"))
