"""CP-SAT, set up so that the same model gives the same answer on any machine of any size."""

from ortools.sat.python import cp_model


def solver(effort: float | None = None) -> cp_model.CpSolver:
    """Return a single-threaded solver with a fixed seed.

    Parameters
    ----------
    effort
        Limit in CP-SAT's deterministic time (independent of the machine's speed); None: no limit.
    """
    search = cp_model.CpSolver()
    search.parameters.num_workers = 1
    search.parameters.random_seed = 1
    search.parameters.catch_sigint_signal = False
    if effort is not None:
        search.parameters.max_deterministic_time = effort
    return search
