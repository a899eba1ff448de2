"""Where the work of a network is done: processes of this machine, or a cluster."""

from refillplan.services.core.extras import require_extra
from refillplan.workers import News, Runner, State, WorkStopped
from refillplan.workers.processes import Processes

__all__ = ["News", "Runner", "State", "WorkStopped", "runner"]


def runner(scheduler: str | None, processes: int) -> Runner:
    """Return what spreads the work.

    Parameters
    ----------
    scheduler
        Address of a Dask scheduler; None: this machine.
    processes
        How many work at a time on this machine; a cluster has its own number of workers.

    Raises
    ------
    InvalidValue
        If a cluster is asked for and its libraries are not installed.
    """
    if scheduler is None:
        return Processes(count=processes)
    require_extra("network", "distributed")
    from refillplan.workers.cluster import Cluster  # noqa: PLC0415 (an optional part)

    return Cluster(address=scheduler)
