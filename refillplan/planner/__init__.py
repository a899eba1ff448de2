"""The planner: decides every patient's chain of visits; values in, values out.

No clock, file, print or database in here. What a plan must satisfy, in the words that the solver and the
independent checker both answer to:

**Chains.** Every chain start of `refillplan.domain.chains` gets a chain. Its first visit lies in the first
window; each further window hangs on the day of the visit before. The chain is complete as soon as the window
after its last visit has its limit past the horizon (``limit_on >= end_on``), or past the patient's last
active day. It may go on past that point if the earliest date is inside.

**Placement.** A visit lies in an open session, not before the window's earliest date nor before the patient's
first active day, not after the last active day, not in a hard unavailability, not on the day of a booked visit of
the patient that does not fill (but for visits pinned or frozen there). Only a pinned date and a booked
visit of another kind that fills may lie before the earliest date, for that comes when its reason does, as a
post-operative fill comes when the operation does. A visit may lie up to 28 days beyond the limit (for a first
window whose limit has passed: beyond the first day planned); only a visit whose date is pinned may lie later
than that.

**Unplaced.** A due visit without a session is taken as done elsewhere on its limit (or the first day planned,
if later); the chain goes on from there.

**Kinds.** A visit of a chain is a ``refill``. Where a review falls due after the day the window hangs on and
on or before the day of the visit (for the first visit: where it is due on or before the day of the visit),
the visit takes the review's kind instead. Booked visits of other kinds stay as booked: those that fill are
part of the chain, those that do not only take their place.

**Pins.** A pinned date holds, and with it a pinned half-day, hour, place, operator. Without a pinned date the
other pins hold for the visit of the chain nearest to the booked day, at most 17 days away.

**Frozen.** A told visit of the first ``frozen_days`` days after today stays in its session at its hour, as
long as that is still legal: the session is open, the patient can come, it lies in its window or the days
beyond it allow, and the session still holds all its frozen visits together.

**Inside a session.** Visits start on the grid counted from the opening and end by the closing; no place takes
two at once; the operator is one of the session's, qualified for the kind, and busy with one visit at a time
from its start; a kind that needs a physician needs one among the session's operators.

**Reserve.** In each ISO week the sessions later than two days after today could together still take
``reserve_places_per_week`` more refills, or as many as the week could with its booked visits (pinned, frozen,
not filling) alone, if that is fewer.

**Tiers.** ``unplaced`` counts due visits without a session; ``beyond_limit_days`` sums the days after the
limit over placed visits; ``moved`` counts told visits of the horizon that fill and in whose session the
patient has no visit any more; ``comfort`` sums, with the centre's weights: per visit days before or after its
target, another than the usual weekday, another than the preferred half-day, a soft unavailability; per
session each visit (of any kind) above the comfortable number; and per chain that leaves the horizon the early
or late cost of the cheapest gap that reaches past its end. An unplaced visit has no comfort. A booked visit
of another kind costs like any other visit of the chain; visits that do not fill count for crowding only.
"""
