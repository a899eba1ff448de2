from pathlib import Path

import pytest
from service_samples import ACTOR, AT, SAMPLES, TODAY

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.generator import CentreSpec
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.starting.samples import SAMPLE_TODAY, generate_folder, sample_folder
from refillplan.services.starting.starter import write_starter
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def test_the_samples_are_found() -> None:
    with sample_folder("centre") as folder:
        assert read_folder(folder, SAMPLE_TODAY) == read_folder(SAMPLES / "centre", TODAY)


def test_a_sample_that_is_not_there_is_told() -> None:
    with pytest.raises(FileNotFoundError), sample_folder("nowhere"):
        pass


def test_a_starter_folder_is_a_sound_centre_with_every_file(store: Store, tmp_path: Path) -> None:
    files = write_starter(tmp_path / "starter")
    assert len(files) == 17
    assert all(file.is_file() for file in files)
    done = import_folder(store, tmp_path / "starter", TODAY, actor=ACTOR, at=AT)
    assert isinstance(done, Imported)
    assert done.centre == "MY-UNIT"


def test_a_starter_folder_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("mine")
    with pytest.raises(InvalidValue, match="not empty"):
        write_starter(tmp_path)
    assert (tmp_path / "patients.csv").read_text() == "mine"


def test_a_generated_folder_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    spec = CentreSpec(code="G7", patients=8, seed=7, today=TODAY)
    centre = generate_folder(spec, tmp_path / "one")
    generate_folder(spec, tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    read = read_folder(tmp_path / "one", TODAY)
    assert isinstance(read, Centre)
    assert read.patients == centre.patients
    with pytest.raises(InvalidValue, match="not empty"):
        generate_folder(spec, tmp_path / "one")
