"""Booked visits: one at a time in each place, and no place that the half-day does not have; the database itself sees to it.

Only a booking that comes, or that changes its place or hours, is looked at: one that stands in a half-day which was made
smaller or closed since is left to the planner and the checker. A half-day that nothing opens has no number of places to
compare with. On PostgreSQL the row of the centre is locked first, so that writers of any program follow one another.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

OVERLAP = "two visits at a time in one place"
TOO_MANY = "no such place in this half-day"

_OTHERS = """
SELECT 1 FROM bookings WHERE centre = NEW.centre AND place = NEW.place AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
AND NOT (session_on = NEW.session_on AND session_half_day = NEW.session_half_day AND patient = NEW.patient AND kind = NEW.kind)
"""
_OPENING = """
SELECT places FROM openings WHERE centre = NEW.centre AND opening_on = NEW.session_on AND half_day = NEW.session_half_day
"""
_TEMPLATE = """
SELECT max(places) FROM session_templates WHERE centre = NEW.centre AND half_day = NEW.session_half_day
AND weekday = {weekday} AND valid_from <= NEW.session_on AND (valid_to IS NULL OR valid_to >= NEW.session_on)
"""
_PLACES = f"COALESCE(({_OPENING}), ({_TEMPLATE}), NEW.place)"
_MOVED = "NEW.place {is_not} OLD.place OR NEW.starts_at {is_not} OLD.starts_at OR NEW.ends_at {is_not} OLD.ends_at"


def upgrade() -> None:
    op.create_index("ix_bookings_centre_place_starts_at", "bookings", ["centre", "place", "starts_at"])
    if op.get_context().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_sqlite() -> None:
    places = _PLACES.format(weekday="CAST(strftime('%w', NEW.session_on, '-1 day') AS INTEGER) + 1")
    moved = _MOVED.format(is_not="IS NOT")
    for name, event, when in (
        ("bookings_come", "INSERT", "NEW.place > 0"),
        ("bookings_move", "UPDATE", f"NEW.place > 0 AND ({moved})"),
    ):
        op.execute(
            f"""
            CREATE TRIGGER {name} BEFORE {event} ON bookings WHEN {when} BEGIN
            SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS ({_OTHERS});
            SELECT RAISE(ABORT, '{TOO_MANY}') WHERE NEW.place > {places};
            END
            """
        )


def _guard_on_postgresql() -> None:
    places = _PLACES.format(weekday="extract(isodow FROM NEW.session_on)")
    op.execute(
        f"""
        CREATE FUNCTION guard_bookings() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM centres WHERE code = NEW.centre FOR UPDATE;
            IF EXISTS ({_OTHERS}) THEN
                RAISE EXCEPTION '{OVERLAP}' USING ERRCODE = '23P01';
            END IF;
            IF NEW.place > {places} THEN
                RAISE EXCEPTION '{TOO_MANY}' USING ERRCODE = '23514';
            END IF;
            RETURN NEW;
        END
        $$
        """
    )
    op.execute(
        "CREATE TRIGGER bookings_come BEFORE INSERT ON bookings FOR EACH ROW WHEN (NEW.place > 0) "
        "EXECUTE FUNCTION guard_bookings()"
    )
    moved = _MOVED.format(is_not="IS DISTINCT FROM")
    op.execute(
        f"""
        CREATE TRIGGER bookings_move BEFORE UPDATE ON bookings FOR EACH ROW WHEN (NEW.place > 0 AND ({moved}))
        EXECUTE FUNCTION guard_bookings()
        """
    )
