"""May this person do that? Named sentences. What may be written is asked lesson by lesson: `queries.write_rights`."""

from parta.domain.access.choices import JOURNAL_READERS, TEACHING_ROLES, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role


def require_journal_desk(roles: frozenset[Role]) -> None:
    """The list of journal pages is for those who teach, lead a class or look after teaching (S3-1.8a, S3-3.5a)."""
    if not roles & (TEACHING_ROLES | JOURNAL_READERS):
        raise RightMissing("Страницы журнала открыты учителям, завучу и директору.")


def require_work_types(user: User, act: str = "менять виды работ и их вес") -> None:
    """Kinds of work and their weights are the EJ administrator's (S3-5.2c, `work_kind_weights_set_by`)."""
    require_role(user, Role.ADMINISTRATOR, act=act)
