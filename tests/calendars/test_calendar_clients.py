"""Programs that ask for feeds, by what they say of themselves."""

from datetime import date, timedelta

import pytest

from refillplan.calendars.clients import OTHER, family_of, known_clients, lag_of


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("iOS/18.1 (22B83) dataaccessd/1.0", "iphone"),
        ("macOS/15.1 (24B83) dataaccessd/1.0", "mac"),
        ("Google-Calendar-Importer", "google"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", "outlook"),
        ("ICSx5/2.2.4 (2024/10/01; dav4jvm; okhttp/4.12.0) Android/14", "icsx5"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4", "thunderbird"),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("curl/8.0", OTHER),
        ("", OTHER),
    ],
)
def test_a_program_is_known_by_its_words(said: str, family: str) -> None:
    assert family_of(said) == family


def test_every_figure_has_a_source_and_a_date_and_what_is_not_known_is_left_out() -> None:
    assert all(client.source and client.source_on >= date(2026, 1, 1) for client in known_clients())
    assert lag_of("google") == timedelta(hours=24)
    assert lag_of("icsx5") is None
    assert lag_of(OTHER) is None
