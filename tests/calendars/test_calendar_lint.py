"""Each pitfall is found in its line, and a calendar without any is left in peace."""

import pytest

from refillplan.calendars.lint import LintRule, lint

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//EN
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:20261025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20270101T000000Z
SEQUENCE:1
DTSTART;TZID=Europe/Paris:20270301T090000
DTEND;TZID=Europe/Paris:20270301T100000
SUMMARY:P017 · refill
LOCATION:place 2
END:VEVENT
END:VCALENDAR
"""


def ics(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def found(text: str) -> list[tuple[LintRule, int]]:
    return [(finding.rule, finding.line) for finding in lint(ics(text))]


def test_a_good_calendar_is_left_in_peace() -> None:
    assert lint(ics(GOOD)) == ()
    assert lint(ics(GOOD), before=ics(GOOD), names=["MARTIN"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("VERSION:2.0\n", "VERSION:2.0\nMETHOD:PUBLISH\n", LintRule.METHOD, 3),
        ("VERSION:2.0\n", "", LintRule.STRUCTURE, 1),
        ("UID:one@example.org\n", "", LintRule.UID_MISSING, 12),
        ("DTSTAMP:20270101T000000Z\n", "", LintRule.STAMP_MISSING, 12),
        ("SEQUENCE:1\n", "", LintRule.SEQUENCE_MISSING, 12),
        ("DTSTART;TZID=Europe/Paris:20270301", "DTSTART:20270301", LintRule.FLOATING_TIME, 16),
        ("DTEND;TZID=Europe/Paris:", "DTEND;TZID=Europe/Rome:", LintRule.ZONE_MISSING, 17),
        ("DTSTART:20261025T030000", "DTSTART:20271025T030000", LintRule.ZONE_LATE, 16),
        ("LOCATION:place 2", "LOCATION:" + "x" * 70, LintRule.LONG_LINE, 19),
        ("LOCATION:place 2", "LOCATION:place\nand more", LintRule.BROKEN_LINE, 20),
        ("LOCATION:place 2", "LOCATION:pla\x07ce", LintRule.CONTROL_CHARACTER, 19),
        ("LOCATION:place 2", "ATTENDEE:CN=x", LintRule.PEOPLE, 19),
        ("LOCATION:place 2", "ORGANIZER:x", LintRule.PEOPLE, 19),
        ("LOCATION:place 2", "COMMENT:ask a.b@example.org", LintRule.E_MAIL, 19),
        ("END:VEVENT\n", "", LintRule.STRUCTURE, 1),
        ("BEGIN:VCALENDAR\n", "", LintRule.STRUCTURE, 1),
    ],
)
def test_a_pitfall_is_found_in_its_line(old: str, new: str, rule: LintRule, line: int) -> None:
    assert (rule, line) in found(GOOD.replace(old, new, 1))


def test_a_time_zone_that_comes_after_its_use_is_late() -> None:
    zone = GOOD[GOOD.index("BEGIN:VTIMEZONE") : GOOD.index("BEGIN:VEVENT")]
    late = GOOD.replace(zone, "").replace("END:VCALENDAR", zone + "END:VCALENDAR")
    assert {rule for rule, _ in found(late)} == {LintRule.ZONE_LATE}


def test_lines_must_end_with_cr_lf_and_be_utf_8() -> None:
    assert {finding.rule for finding in lint(GOOD.encode())} == {LintRule.LINE_END}
    (finding,) = lint(ics(GOOD).replace("·".encode(), b"\xb7"))
    assert (finding.rule, finding.line) == (LintRule.ENCODING, 18)


def test_a_letter_that_a_fold_cuts_in_two_is_no_fault() -> None:
    assert lint(ics(GOOD).replace("·".encode(), b"\xc2\r\n \xb7")) == ()


def test_two_events_of_one_identity_are_found() -> None:
    event = GOOD[GOOD.index("BEGIN:VEVENT") : GOOD.index("END:VCALENDAR")]
    assert found(GOOD.replace("END:VCALENDAR", event + "END:VCALENDAR")) == [(LintRule.UID_TWICE, 22)]


def test_names_of_a_list_are_found_without_case_or_accents_and_not_repeated() -> None:
    content = ics(GOOD.replace("place 2", "chez Mme LÉA Martin"))
    findings = lint(content, names=["Léa", "", "Mart"])
    assert [(finding.rule, finding.line) for finding in findings] == [(LintRule.NAME, 19)]
    assert "léa" not in str(findings[0].sentence).lower()


def test_an_identity_that_changed_and_a_revision_that_does_not_count_are_found() -> None:
    (changed,) = lint(ics(GOOD.replace("UID:one", "UID:two")), before=ics(GOOD))
    assert (changed.rule, changed.line) == (LintRule.UID_CHANGED, 12)
    moved = GOOD.replace("20270301T090000", "20270302T090000").replace("20270301T100000", "20270302T100000")
    (kept,) = lint(ics(moved), before=ics(GOOD))
    assert kept.rule is LintRule.SEQUENCE_KEPT
    assert lint(ics(moved.replace("SEQUENCE:1", "SEQUENCE:2")), before=ics(GOOD)) == ()


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"hello", b"BEGIN:VCALENDAR", b"\r\n \r\n", b":\r\n;;:"])
def test_what_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    assert lint(content)
