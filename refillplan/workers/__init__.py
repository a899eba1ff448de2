"""Pieces of work spread over processes of this machine or over a cluster; what the work is, they do not know.

A piece that ends with its worker (killed, out of memory, its machine gone) is given to another, up to `MOST_ATTEMPTS`
times. The same piece gives the same answer wherever it is done, so nothing but the time tells how it was spread.
"""

from refillplan.workers.pieces import MOST_ATTEMPTS, Answered, Lost, News, Piece, Runner, State, Stop, Told, Work, WorkStopped

__all__ = ["MOST_ATTEMPTS", "Answered", "Lost", "News", "Piece", "Runner", "State", "Stop", "Told", "Work", "WorkStopped"]
