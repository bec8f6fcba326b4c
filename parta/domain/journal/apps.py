"""Django app: follows the plans of the room below, knows which topics have been given."""

from django.apps import AppConfig

from parta.domain.audit.choices import register
from parta.domain.journal.choices import PLAN_SENTENCES, SENTENCES


class JournalConfig(AppConfig):
    """Журнал."""

    name = "parta.domain.journal"
    label = "journal"
    verbose_name = "Журнал"

    def ready(self) -> None:
        """Plans are placed when they are approved or attached; topics given stay in their plans."""
        from parta.domain.curriculum.actions import register_plan_follower  # noqa: PLC0415  models load after apps
        from parta.domain.curriculum.queries import register_topic_use  # noqa: PLC0415
        from parta.domain.journal.actions.plans import follow_plans  # noqa: PLC0415
        from parta.domain.journal.queries.plan import given_topics  # noqa: PLC0415

        register({**PLAN_SENTENCES, **SENTENCES})
        register_plan_follower(follow_plans)
        register_topic_use(given_topics)
