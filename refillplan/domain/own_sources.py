"""The sources that the program itself brings, for its defaults and its made-up centres, so that they can be translated."""

from refillplan.domain.messages import N_, Message, message

ESTIMATE = N_("estimate of this program, to be reviewed by the centre")
SHORT_LIFE = N_("about 7 years, an estimate without field data: article of 27 Nov 2025")
LONG_LIFE = N_("about 8 years: Assemblée nationale, written question 22772")
LEAD = N_("intrathecal analogue, booking about 6 months ahead: Medtronic; Bolash 2015")
SHAPE = N_(
    "estimate of this program, to be reviewed by the centre: most lives within 6 to 8 years, the range that EVADIAC and FFD state"
)
DYSFUNCTION = N_("about, from 283 patient-years: World J Diabetes 2012;3:142")
INFECTION_CATHETER = N_(
    "infection 2.5 and catheter occlusion 8.1, about: World J Diabetes 2012;3:142; re-operations, not all end a pump"
)
OTHER = N_("pain at the site, about: World J Diabetes 2012;3:142; re-operations, not all end a pump")
FEWEST = N_("rule of this program: no curve from fewer than five devices")
VIALS = N_("2 vials of 10 mL for each fill: HAS, manual")
STARTER_RULE = N_("starter-centre rule, at least 25 followed and 10 placed a year: Cayenne slides; written for external pumps")
PROTOCOL = N_("limit: insulin label, in use 45 days (VIDAL, July 2023); target: six weeks; earliest: estimate")
OLD_MODEL = N_("about 8 years: Assemblée nationale, question 22772; 6 to 8: EVADIAC, FFD; none new since July 2020: ANSM")
NEW_MODEL = N_("article of 27 Nov 2025: about 7 years, an estimate without field data; investigational, study PHOENIX")
STUDY_SHARE = N_("estimate: a share of the 20 to 40 implants planned in study PHOENIX (article of 27 Nov 2025)")
QUOTA = N_("asked for: --quota")

_OWN = frozenset(
    (
        ESTIMATE,
        SHORT_LIFE,
        LONG_LIFE,
        LEAD,
        SHAPE,
        DYSFUNCTION,
        INFECTION_CATHETER,
        OTHER,
        FEWEST,
        VIALS,
        STARTER_RULE,
        PROTOCOL,
        OLD_MODEL,
        NEW_MODEL,
        STUDY_SHARE,
        QUOTA,
    )
)


def source_words(source: str) -> Message | str:
    """Return a source as a sentence where the program brought it; what a centre has typed stays as it is."""
    return message(source) if source in _OWN else source
