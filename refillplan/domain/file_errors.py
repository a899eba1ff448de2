"""Why a file or a folder could not be used, in words that can be translated."""

import errno

from refillplan.domain.messages import N_, Message, message

_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("it may not be used by this account"),
    errno.EPERM: N_("it may not be used by this account"),
    errno.EEXIST: N_("it exists already"),
    errno.ENOTDIR: N_("it is not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk may only be read"),
}


def why_unusable(error: OSError) -> Message | str:
    """Return the reason of ``error``: one of ours, or else the system's own words."""
    known = _REASONS.get(error.errno or 0)
    return message(known) if known is not None else error.strerror or type(error).__name__
