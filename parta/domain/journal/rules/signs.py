"""The school's signs of absence: what each means, by flags. Nothing else asks for a letter."""

from collections.abc import Iterable
from dataclasses import dataclass

from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.errors import invalid

MAX_CODE = 4
FREE_KEYS = "авгежзийлмрхцчшщыья"
"""Letters of keys that write or call nothing else in the journal: `static/js/journal/keymap.js` has the others."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the cell.

    missed: the lesson was missed (being late is not that). excused: for a good reason. health: it tells of the pupil's
    health. words: what the family reads. is_active: offered for new entries; a sign out of use still means what it did.
    key: the letter that enters it in the journal, «» where the school gave none and for built-in ones, whose keys are
    fixed.
    """

    code: str
    name: str
    words: str
    missed: bool
    excused: bool
    health: bool
    is_active: bool = True
    key: str = ""

    @property
    def needs_reason(self) -> bool:
        """Somebody should still say why."""
        return self.missed and not self.excused


class SignBook:
    """The signs by their code, in the school's order."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        """signs: of the whole dictionary, in order, those out of use too."""
        self.by_code = {sign.code: sign for sign in signs}
        self.missed = frozenset(code for code, sign in self.by_code.items() if sign.missed)
        self.unexcused = frozenset(code for code, sign in self.by_code.items() if sign.needs_reason)
        self.health = frozenset(code for code, sign in self.by_code.items() if sign.health)

    @property
    def offered(self) -> list[Sign]:
        """Those in use."""
        return [sign for sign in self.by_code.values() if sign.is_active]

    @property
    def reasons(self) -> list[Sign]:
        """What may be said of an absence for a time: signs of a missed lesson, the plain one last."""
        found = [sign for sign in self.offered if sign.missed]
        return sorted(found, key=lambda sign: sign.code == AttendanceCode.ABSENT)

    def name(self, code: str) -> str:
        """«болел»; the code itself when nobody remembers it; «на уроке» for none."""
        if not code:
            return AttendanceCode.PRESENT.label
        return self.by_code[code].name if code in self.by_code else code

    def words(self, code: str) -> str:
        """What the family reads: «пропуск по болезни»; «» for none."""
        return self.by_code[code].words if code in self.by_code else code

    def is_missed(self, code: str) -> bool:
        """Was the lesson missed? An unknown sign is taken for an absence."""
        return bool(code) and (code in self.missed or code not in self.by_code)

    def needs_reason(self, code: str) -> bool:
        """Missed, and nobody has said why."""
        return code in self.by_code and self.by_code[code].needs_reason

    def read(self, text: str, *, stands: str = "") -> str:
        """The sign as it is stored, or «» for present. Raises OperationRefused (invalid). stands: what is there now."""
        code = text.strip().casefold()
        sign = self.by_code.get(code)
        if code in ("", stands) or (sign and sign.is_active):
            return code
        known = ", ".join(one.code for one in self.offered)
        raise invalid(f"«{text.strip()[:12]}» — не знак пропуска. Есть: {known}")
