"""What can go wrong, said once for a person: what, where, and the next step."""


class ClientRiskError(Exception):
    """Base of every error a person may see; ``exit_code`` is the command line's answer.

    >>> print(DataRefused("the file is empty", where="mail.csv", next_step="export it again"))
    mail.csv: the file is empty; export it again
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None):
        self.what, self.where, self.next_step = what, where, next_step
        line = f"{where}: {what}" if where else what
        super().__init__(f"{line}; {next_step}" if next_step else line)


class UsageError(ClientRiskError):
    """The command was asked for something it cannot mean."""

    exit_code = 2


class DataRefused(ClientRiskError):
    """A file, table or mapping as a whole cannot be read."""

    exit_code = 3


class ModelRefused(ClientRiskError):
    """There is no model, or it is not to be trusted."""

    exit_code = 4


class ActionDue(ClientRiskError):
    """Nothing went wrong, but somebody has to do something: for schedulers, which read the code."""

    exit_code = 5


class GateRefused(ClientRiskError):
    """The model is sound but not good enough to serve; a person may still decide, with a reason."""

    exit_code = 6
