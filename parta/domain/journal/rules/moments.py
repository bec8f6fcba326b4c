"""The moment an entry is judged by: when it was made, as far as the regulation believes a device without a network."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parta.domain.regulation.rules import in_time
from parta.lib import clock


@dataclass(frozen=True, slots=True)
class EntryMoment:
    """When an entry was made and when it reached the server. Both aware; equal for an entry made online."""

    made: datetime
    received: datetime

    @property
    def offline(self) -> bool:
        """Made without a network, reached the server later."""
        return self.made < self.received

    def in_time(self, deadline: datetime) -> bool:
        """Was the entry made by its deadline? What came late for want of a network is not late."""
        return in_time(self.made, deadline)


def entry_moment(received: datetime, age: int, limit: timedelta) -> EntryMoment:
    """The moment of an entry `age` seconds old when it was received; the server's clock decides, never the device's.

    An age within the limit (rulebook: `offline_entry_limit`) is believed; beyond it the entry is judged by its arrival.
    """
    if not 0 < age <= limit.total_seconds():
        return EntryMoment(received, received)
    return EntryMoment(clock.local(received.astimezone(UTC) - timedelta(seconds=age)), received)
