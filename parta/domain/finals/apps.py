"""Django app."""

from django.apps import AppConfig


class FinalsConfig(AppConfig):
    """Итоги."""

    name = "parta.domain.finals"
    label = "finals"
    verbose_name = "Итоги"

    def ready(self) -> None:
        """The log speaks in sentences; rooms below learn which classes are closed and ask before they change that."""
        from parta.domain.audit.choices import register  # noqa: PLC0415  models load after apps
        from parta.domain.finals.actions.closing import (  # noqa: PLC0415
            follow_closing,
            follow_movement,
            follow_reopening,
        )
        from parta.domain.finals.choices import AUDIT_SENTENCES, CLOSING_SENTENCES  # noqa: PLC0415
        from parta.domain.finals.queries.closed import fixed_periods, standing_closings  # noqa: PLC0415
        from parta.domain.finals.queries.council import staying  # noqa: PLC0415
        from parta.domain.journal.queries.closed import register_closed_classes  # noqa: PLC0415
        from parta.domain.school.actions.watching import (  # noqa: PLC0415
            register_movement_check,
            register_period_watch,
            register_stayers,
        )

        register(AUDIT_SENTENCES)
        register(CLOSING_SENTENCES)
        register_closed_classes(standing_closings)
        register_period_watch(closing=follow_closing, reopening=follow_reopening, fixed=fixed_periods)
        register_movement_check(follow_movement)
        register_stayers(staying)
