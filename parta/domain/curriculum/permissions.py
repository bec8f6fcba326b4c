"""Who sets up subjects and courses, who writes and approves thematic plans."""

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import has_role
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.errors import PlanApproved, PlanForbidden
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment, ThematicPlan
from parta.domain.curriculum.queries import teaches_subject
from parta.lib import clock

OPEN = frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED})
"""Stages in which a plan is edited."""


def require_setup(user: User, act: str) -> None:
    """Subjects, hours, courses and load are the administrator's (S3-4.1.5d)."""
    require_role(user, Role.ADMINISTRATOR, act=act)


def keeps_plans(user: User) -> bool:
    """The administrator and deputies work with every plan of the school's base (S3-2.2a)."""
    return has_role(user, Role.ADMINISTRATOR, Role.DEPUTY)


def can_approve_plans(user: User) -> bool:
    """Approval is the deputy's."""
    return has_role(user, Role.DEPUTY)


def require_plan_subject(user: User, subject: Subject) -> None:
    """A teacher makes plans for subjects he teaches (S3-4.4.7a)."""
    if keeps_plans(user) or teaches_subject(user, subject, clock.today()):
        return
    raise PlanForbidden(
        f"КТП по предмету «{subject.name}» составляет учитель, который его ведёт. "
        "Если это вы, попросите администратора ЭЖ записать вам нагрузку."
    )


def can_edit_plan(user: User, plan: ThematicPlan) -> bool:
    """A draft or a returned plan, by its author or by those who keep the base."""
    return plan.status in OPEN and (plan.author_id == user.pk or keeps_plans(user))


def require_plan_edit(user: User, plan: ThematicPlan) -> None:
    """Refuse with the reason: sent, approved, or somebody else's."""
    if plan.status == PlanStatus.APPROVED:
        raise PlanApproved("План утверждён. Чтобы изменить его, начните новую версию: её утвердит завуч.")
    if plan.status == PlanStatus.SENT:
        raise PlanApproved("План на утверждении. Отзовите его, чтобы править, или дождитесь ответа завуча.")
    if not can_edit_plan(user, plan):
        raise PlanForbidden("Этот план составил другой учитель. Сделайте его копию и правьте её.")


def can_attach(user: User, course: Course) -> bool:
    """Own course today, or the keepers of the base."""
    if keeps_plans(user):
        return True
    rows = TeachingAssignment.objects.filter(course=course, staff__user=user, valid_to__isnull=True)
    return rows.exists()


def require_attach(user: User, course: Course) -> None:
    """Refuse to hang a plan on somebody else's course."""
    if not can_attach(user, course):
        raise PlanForbidden(f"План к странице «{course.title}» прикладывает её учитель или завуч.")
