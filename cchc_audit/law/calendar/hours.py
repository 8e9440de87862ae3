"""Office hours: the sessions of a working day, in seconds of the day."""

from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day as `(start, end)` in seconds since midnight, in order.

    Raises `ValueError` where a session is empty or runs backward, where two overlap, where there is
    none, or where one leaves the day (24:00 would be the next day's bare date).
    """

    sessions: tuple[tuple[int, int], ...] = ((25_200, 41_400), (48_600, 61_200))
    seconds_a_day: int = field(init=False)

    def __post_init__(self) -> None:
        if not self.sessions or self.opening < 0 or self.closing >= 86_400:
            raise ValueError("sessions")
        if any(start >= end for start, end in self.sessions):
            raise ValueError("backward")
        if any(end > start for (_, end), (start, _) in pairwise(self.sessions)):
            raise ValueError("overlap")
        object.__setattr__(self, "seconds_a_day", sum(end - start for start, end in self.sessions))

    @property
    def opening(self) -> int:
        """Second of the day at which the first session starts."""
        return self.sessions[0][0]

    @property
    def closing(self) -> int:
        """Second of the day at which the last session ends."""
        return self.sessions[-1][1]

    def within(self, second: int) -> int:
        """Working seconds of a working day that have passed at `second` of the day."""
        return sum(min(max(second - start, 0), end - start) for start, end in self.sessions)

    def at(self, elapsed: int) -> int:
        """Second of the day at which `elapsed` (1 to `seconds_a_day`) working seconds have passed.

        Where that is a session's end it is that end, not the next session's start: a term that runs
        out at 11:30 does not last to 13:30. Raises `ValueError` outside 1 to `seconds_a_day`.
        """
        if not 1 <= elapsed <= self.seconds_a_day:
            raise ValueError(elapsed)
        for start, end in self.sessions:
            if elapsed <= end - start:
                break
            elapsed -= end - start
        return start + elapsed

    @property
    def text(self) -> str:
        """The sessions as people write them: `07:00-11:30, 13:30-17:00`."""
        return ", ".join(f"{clock_text(start)}-{clock_text(end)}" for start, end in self.sessions)


def clock_text(second: int) -> str:
    """A second of the day as `HH:MM`, with `:SS` only where seconds are not zero."""
    minutes, seconds = divmod(second, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
