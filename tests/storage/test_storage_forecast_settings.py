"""The settings of the forecast in the database."""

import json
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from storage_values import AT, CENTRE

from refillplan.domain.forecast_settings import ForecastSettings, Sourced
from refillplan.storage import Store
from refillplan.storage.mapping.forecast import forecast_text


def test_a_centre_stored_before_there_were_any_has_the_defaults(centre_store: Store, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE centres SET forecast = NULL")
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1").forecast == ForecastSettings()


def test_a_changed_setting_is_kept_and_audited(centre_store: Store) -> None:
    number = Sourced(value=9.0, source="article", as_of=date(2027, 2, 1))
    changed = replace(CENTRE, forecast=replace(CENTRE.forecast, long_life_years=number))
    with centre_store.unit_of_work("N1", AT) as work:
        work.centres.merge(changed)
        work.commit()
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1").forecast.long_life_years == number
        last = work.audit.entries("C1")[-1]
    assert last.old is not None
    assert last.new is not None
    assert last.old["forecast"] != last.new["forecast"]


def test_settings_that_came_later_have_their_defaults(centre_store: Store, engine: sa.Engine) -> None:
    text = json.loads(forecast_text(ForecastSettings(records_from=date(2020, 1, 1))))
    for name in ("fill_within_days", "rule_pumps_followed", "rule_pumps_placed"):
        del text[name]
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE centres SET forecast = :text"), {"text": json.dumps(text)})
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1").forecast == ForecastSettings(records_from=date(2020, 1, 1))
