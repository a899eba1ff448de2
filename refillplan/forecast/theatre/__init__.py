"""Theatre days for decided replacements: values in, values out.

What a placement must satisfy, in the words that `placement` and the independent `check` both answer to:

**Replacements.** Those that a physician has decided for a pump in place and that have no theatre day yet. One that
has its day keeps it. Equal cases are taken by safe-by date, then by code.

**Days.** A theatre day on which two teams are free, later than the frozen days after today, with a place left beside
the replacements that have their day there. The patient is looked after by the centre then, and has no hard
unavailability.

**The post-operative fill.** It has a time in an open session of the theatre day or of the days after it
(``fill_within_days`` of the settings), on the grid, beside all that is booked there: a told visit that is in the way
has to be moved first. A qualified operator is free, with a physician where the kind needs one; the patient can come. It
restarts the chain: no visit of the patient that cannot move (pinned to its date, or of another kind) lies between the
theatre day and the fill, and none that fills before the earliest date after it.

**Tiers.** ``not_placed`` counts replacements without a day; ``beyond_safe_by_days`` sums the days after the safe-by
date, one that is not placed counting up to the day after the last theatre day; ``most_per_month`` is the number of
replacements in the fullest month, those that had their day included; ``before_target_days`` sums, over those placed, the
days by which the theatre day comes before the target of the next refill: with the fewest visits that the limits allow
between the last fill (done, told or pinned) and the theatre day, the days by which they come short of their targets. A
physician's not-after date is the limit of the next fill, as everywhere.
A fill shortly before the theatre day counts most.
Each tier is fixed before the next is looked at; then the days come as early, in sum, as can be, and two replacements
that could change their days without a loss stand in the order of safe-by date and code. A time for the fill is kept
beforehand for every place of every theatre day, in the order of the days; a bound speaks of these times.
"""
