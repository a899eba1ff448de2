import gettext
import re
import string

import pytest
from catalogue import MO, marked_sentences, stored_catalogue

from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.people import Patient
from refillplan.services.core.language import LANGUAGES, translator

UPDATE = "run: python tests/services/catalogue.py, then translate what is empty"


def fields(template: str) -> set[tuple[str, str | None]]:
    return {(name, conversion) for _, name, _, conversion in string.Formatter().parse(template) if name is not None}


def test_every_sentence_has_a_french_text_and_none_is_left_over() -> None:
    stored = {str(entry.id): entry for entry in stored_catalogue() if entry.id}
    assert sorted(set(marked_sentences()) - set(stored)) == [], UPDATE
    assert sorted(set(stored) - set(marked_sentences())) == [], UPDATE
    assert [template for template, entry in stored.items() if not entry.string or entry.fuzzy] == []


def test_every_french_text_has_the_fields_of_its_sentence() -> None:
    for entry in stored_catalogue():
        assert fields(str(entry.id)) == fields(str(entry.string)) or not entry.id, entry.id


NOT_FOR_CLINICS = re.compile(
    r"\b(scores?|weights?|poids|solvers?|solveurs?|constraints?|contraintes?|objectives?|objectifs?|(in)?feasible|(in)?faisable|"
    r"optimal\w*|optimum|duals?|penalt\w+|pénalité\w*|columns? generat\w+)\b",
    re.IGNORECASE,
)


def test_no_sentence_speaks_of_scores_weights_or_solving() -> None:
    assert NOT_FOR_CLINICS.search("its score is optimal")
    spoken = [text for entry in stored_catalogue() for text in (str(entry.id), str(entry.string))]
    assert [text for text in spoken if NOT_FOR_CLINICS.search(text)] == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in stored_catalogue():
        if entry.id:
            assert compiled.gettext(str(entry.id)) == entry.string, UPDATE


def test_sentences_inside_sentences_are_translated() -> None:
    inner = message("has no pump in place")
    assert translator("fr")(message("{patient} is not planned: {reason}", patient="P01", reason=inner)) == (
        "P01 n'est pas planifié\u00a0: n'a pas de pompe en place"
    )


def test_half_days_are_written_as_the_reader_writes_them() -> None:
    already = message("{patient}: the visit is on {session} already", patient="P01", session="2027-02-25-am")
    assert translator("fr")(already) == "P01\u00a0: la visite est déjà le 2027-02-25 matin"
    assert translator("en")(already) == str(already)
    several = message("{said}; {then}", said=already, then="P02 2027-01-04-pm → 2027-01-05-am")
    assert translator("fr")(several).endswith("P02 2027-01-04 après-midi → 2027-01-05 matin")


@pytest.mark.parametrize("typed", ["/x/2027-01-05-am/fills.csv", "2027-01-05-am.csv", "lot-2027-01-05-am", "2027-01-05-ample"])
def test_what_only_looks_like_a_half_day_stays_as_it_is(typed: str) -> None:
    assert translator("fr")(message("{session}: {reason}", session="S", reason=typed)) == f"S\u00a0: {typed}"


def test_fields_are_named_in_the_readers_words() -> None:
    with pytest.raises(InvalidValue) as refused:
        Patient(patient="P01", limit_days=0, override_reason="x")
    assert str(refused.value) == "limit in days is 0: from 1 to 365"
    assert translator("fr")(refused.value.sentence) == "limite (jours)\u00a0: 0\u00a0; il faut de 1 à 365"


@pytest.mark.parametrize("lang", ["en", "de", "xx"])
def test_a_language_without_a_catalogue_is_answered_in_english(lang: str) -> None:
    assert translator(lang)(message("has no pump in place")) == "has no pump in place"


def test_a_sentence_that_no_catalogue_knows_stays_as_it_is() -> None:
    assert translator("fr")(message("{who} says hello", who="P01")) == "P01 says hello"


def test_the_program_speaks_french_and_english() -> None:
    assert set(LANGUAGES) == {"fr", "en"}
