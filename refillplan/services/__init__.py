"""What a user can do, one function each; the only place where storage, planner, files and calendars meet.

Services take a store, codes and days, and return values; they neither print nor ask what day it is. Where one
refuses for a reason that the user can mend, it raises `InvalidValue` or a `StorageError`, each with one sentence.

The rooms, each of which uses only those below it:

    network · sharing · advising · starting
    upkeep · calls
    forecasts · looking · entering
    plans
    core
"""
