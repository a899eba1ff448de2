"""What is wrong in a folder, each fault named by file, line and column."""

from dataclasses import dataclass

from refillplan.domain.messages import N_, Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend before the folder can be read.

    Parameters
    ----------
    file
        Name of the file inside the folder; the folder itself where that cannot be read.
    line
        Physical line on which the row begins, from 1 (the header row); None: the whole file.
    column
        Name of the column, or of the key in ``centre.toml`` (``protocol.limit_days``); None: the
        whole row or file.
    """

    file: str
    line: int | None = None
    column: str | None = None
    sentence: Message

    def as_message(self) -> Message:
        """Return place and sentence as one `Message`."""
        if self.line is None and self.column is None:
            return message(N_("{file}: {sentence}"), file=self.file, sentence=self.sentence)
        if self.line is None:
            return message(N_("{file}, {key}: {sentence}"), file=self.file, key=str(self.column), sentence=self.sentence)
        if self.column is None:
            return message(N_("{file}, line {line}: {sentence}"), file=self.file, line=self.line, sentence=self.sentence)
        return message(
            N_("{file}, line {line}, column {column}: {sentence}"),
            file=self.file,
            line=self.line,
            column=self.column,
            sentence=self.sentence,
        )

    def __str__(self) -> str:
        return str(self.as_message())


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """All faults of a folder: files in the order of the contract, then by line and column."""

    faults: tuple[Fault, ...]
