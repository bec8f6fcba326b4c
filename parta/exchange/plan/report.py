"""What `parta import plan --dry-run --json` prints."""

from decimal import Decimal

from parta.exchange.plan.parsed import ParsedPlan


def plan_report(parsed: ParsedPlan) -> dict[str, object]:
    """The JSON object of a plan.

    `lessons`: how many lessons after rows of N hours are unfolded. `hours`: their sum (int when whole). `sections`: how
    many sections. `topics`: one text a lesson, in order. `first_date`: the earliest planned date (ISO) or null.
    """
    dates = [topic.planned_date for topic in parsed.topics if topic.planned_date]
    return {
        "subject": parsed.subject,
        "grade": parsed.grade,
        "lessons": len(parsed.topics),
        "hours": _number(parsed.hours),
        "sections": len(parsed.units),
        "topics": [topic.text for topic in parsed.topics],
        "first_date": min(dates).isoformat() if dates else None,
        "problems": [problem.as_json() for problem in parsed.problems],
    }


def _number(hours: Decimal) -> int | float:
    return int(hours) if hours == hours.to_integral_value() else float(hours)


__all__ = ["plan_report"]
