"""The school's regulation in plain Russian: read by theme or clause, beside a profile; the administrator changes it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from parta.domain.regulation import actions as regulation
from parta.domain.regulation import queries, rules
from parta.domain.regulation.choices import Theme
from parta.domain.regulation.errors import RulebookForbidden, UnknownSetting
from parta.domain.regulation.permissions import can_change_rulebook, can_read_rulebook
from parta.lib import clock
from parta.lib.dates import academic_year_of
from parta.lib.errors import InvalidInput, StaleEdit
from parta.web.http import PartaRequest, page, status_of


class ChangeRuleForm(forms.Form):
    """A new value, the document that states it and the reason: three fields, whatever the kind of value."""

    clause = forms.CharField(
        label="Основание",
        required=False,
        max_length=120,
        help_text="Пункт акта или приказ: «приказ № 335 от 10.12.2025». Его увидят вместо «решение школы».",
    )
    reason = forms.CharField(
        label="Почему меняем",
        max_length=500,
        error_messages={"required": "Напишите, почему меняется правило: номер приказа или решение."},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = 422

    def __init__(self, row: queries.RuleRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(row)
        self.order_fields(["value", "clause", "reason", "based_on"])

    def new_value(self) -> object:
        """What the action reads: words, a list of words, or yes/no."""
        value = self.cleaned_data["value"]
        return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


class AdoptProfileForm(forms.Form):
    """A ready-made profile for the current year."""

    profile = forms.ChoiceField(label="Профиль")
    reason = forms.CharField(
        label="Почему принимаем",
        max_length=500,
        error_messages={"required": "Напишите, почему принимается профиль: номер приказа или решение."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"] = forms.ChoiceField(label="Профиль", choices=profile_choices())
        self.order_fields(["profile", "reason"])


def rulebook(request: PartaRequest) -> HttpResponse:
    """The rules of a theme, or those found by a word or a clause, perhaps beside a profile."""
    current = current_rulebook(request)
    query = request.GET.get("q", "").strip()
    theme = theme_of(request.GET.get("theme", ""))
    against = request.GET.get("with", "")
    other = rules.load_profile(against) if against in rules.profile_slugs() else None
    found = queries.find_settings(current, query) if query else queries.settings_of(theme)
    context = frame(request, current) | {
        "rows": queries.rule_rows(current, found, other),
        "theme": theme,
        "themes": [(one, len(queries.settings_of(one))) for one in Theme],
        "query": query,
        "other": other,
        "profiles": profile_choices(),
    }
    return page(request, "web/setup/rulebook.html", context)


def rule(request: PartaRequest, setting: str) -> HttpResponse:
    """One rule: its value, what the act says, what other profiles say, its history; the administrator changes it."""
    current = current_rulebook(request)
    row = row_of(current, setting)
    context = frame(request, current)
    form = ChangeRuleForm(row, request.POST or None, initial={"based_on": context["number"]})
    if request.method == "POST" and form.is_valid() and change(request, row, form):
        return redirect(f"{reverse('rulebook')}?{urlencode({'theme': row.setting.theme})}#{row.setting.name}")
    context |= {
        "row": row,
        "form": form,
        "others": others_of(row.setting),
        "changes": [one for one in queries.history(context["year"]) if touches(one, row.setting)],
    }
    return page(request, "web/setup/rulebook_rule.html", context, status=form.status if form.errors else 200)


def compare(request: PartaRequest) -> HttpResponse:
    """Our rules beside the ready-made profiles; the administrator may adopt one of them."""
    current = current_rulebook(request)
    chosen = [slug for slug in rules.profile_slugs() if slug in request.GET.getlist("p")]
    profiles = [rules.load_profile(slug) for slug in chosen or rules.profile_slugs()]
    everything = request.GET.get("all") == "1"
    rows = [
        (row, current.value_text(row.setting.name), current.source_text(row.setting.name))
        for row in rules.compare(profiles)
    ]
    context = frame(request, current) | {
        "compared": profiles,
        "rows": [row for row in rows if everything or len({row[1], *row[0].texts}) > 1],
        "everything": everything,
        "profiles": profile_choices(),
        "chosen": chosen,
        "form": AdoptProfileForm(),
    }
    return page(request, "web/setup/rulebook_compare.html", context)


def adopt(request: PartaRequest) -> HttpResponse:
    """Adopt a ready-made profile for the current year."""
    current = current_rulebook(request)
    if not can_change_rulebook(request.user):
        raise RulebookForbidden("Профиль регламента принимает администратор ЭЖ.")
    form = AdoptProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = regulation.adopt_profile(request.user, year=this_year(), **form.cleaned_data)
        title = rules.load_profile(version.profile).title
        messages.success(request, f"Принят профиль «{title}», версия {version.number}.")
        return redirect("rulebook")
    context = frame(request, current) | {"form": form}
    return page(request, "web/setup/rulebook_adopt.html", context, status=422 if form.errors else 200)


def history(request: PartaRequest) -> HttpResponse:
    """Versions of the rulebook of this year, newest first."""
    current = current_rulebook(request)
    context = frame(request, current)
    return page(request, "web/setup/rulebook_history.html", context | {"versions": queries.history(context["year"])})


def current_rulebook(request: PartaRequest) -> queries.CurrentRulebook:
    """The rules in force this year; RulebookForbidden for those who do not work at the school."""
    if not can_read_rulebook(request.user):
        raise RulebookForbidden("Регламент открыт работникам школы. Вопросы о правилах — классному руководителю.")
    return queries.rulebook_for(this_year())


def frame(request: PartaRequest, current: queries.CurrentRulebook) -> dict[str, Any]:
    """What every page of the rulebook shows above its content."""
    names = [one.name for one in rules.all_settings()]
    year = this_year()
    version = current.version
    ours = len(current.overrides)
    stated = sum(bool(current.clause(name)) for name in names if name not in current.overrides)
    return {
        "current": current,
        "year": year,
        "version": version,
        "number": version.number if version and version.year == year else 0,
        "total": len(names),
        "stated": stated,
        "ours": ours,
        "by_default": len(names) - stated - ours,
        "may_change": can_change_rulebook(request.user),
    }


def change(request: PartaRequest, row: queries.RuleRow, form: ChangeRuleForm) -> bool:
    """Write the new value and say so; False with the refusal in the form."""
    data = form.cleaned_data
    try:
        version = regulation.change_setting(
            request.user,
            year=this_year(),
            name=row.setting.name,
            value=form.new_value(),
            reason=data["reason"],
            clause=data["clause"],
            based_on=data["based_on"],
        )
    except (InvalidInput, StaleEdit) as error:
        form.status = status_of(error)
        form.add_error("value" if isinstance(error, InvalidInput) else None, error.message)
        return False
    text = queries.rulebook_for(this_year()).value_text(row.setting.name)
    messages.success(request, f"«{row.setting.title}»: теперь «{text}». Регламент, версия {version.number}.")
    return True


def row_of(current: queries.CurrentRulebook, name: str) -> queries.RuleRow:
    """The row of a setting; UnknownSetting (404) when there is none."""
    setting = rules.settings_by_name().get(name)
    if setting is None:
        raise UnknownSetting(f"Правила «{name}» в регламенте нет.")
    return queries.rule_rows(current, [setting])[0]


def others_of(setting: rules.Setting) -> list[tuple[rules.Profile, str, str]]:
    """The setting in every ready-made profile: profile, value, source."""
    profiles = [rules.load_profile(slug) for slug in rules.profile_slugs()]
    row = next(row for row in rules.compare(profiles) if row.setting is setting)
    return list(zip(profiles, row.texts, row.sources, strict=True))


def touches(version: queries.VersionRow, setting: rules.Setting) -> bool:
    """The version adopted a profile or changed this very setting."""
    return version.adopted or any(one.setting is setting for one in version.changes)


def value_field(row: queries.RuleRow) -> forms.Field:
    """The field that suits the kind of value, filled with the value in force."""
    setting, value = row.setting, row.value
    if setting.options:
        choices = [(option.value, option.label) for option in setting.options]
        if setting.many:
            return forms.MultipleChoiceField(
                label="Значение",
                choices=choices,
                required=False,
                initial=[item.value for item in value],
                widget=forms.CheckboxSelectMultiple,
            )
        return forms.ChoiceField(label="Значение", choices=choices, initial=value.value, widget=forms.RadioSelect)
    if isinstance(value, bool):
        words = list(zip(("yes", "no"), setting.about.words, strict=True))
        return forms.ChoiceField(
            label="Значение", choices=words, initial="yes" if value else "no", widget=forms.RadioSelect
        )
    return _words_field(row)


def _words_field(row: queries.RuleRow) -> forms.Field:
    if row.setting.many:
        return forms.CharField(
            label="Значение",
            required=False,
            initial="\n".join(rules.item_text(item) for item in row.value),
            help_text="Каждое с новой строки.",
            widget=forms.Textarea({"rows": 5}),
        )
    hint = ""
    if isinstance(row.value, rules.Term):
        hint = "Словами. Можно считать так: " + "; ".join(unit.label for unit in row.setting.about.units) + "."
    return forms.CharField(
        label="Значение",
        required=not (row.setting.optional or row.setting.about.may_be_empty),
        error_messages={"required": f"Напишите значение, например: «{row.text}»."},
        max_length=300,
        initial=row.text.replace("\u00a0", " "),
        help_text=hint,
    )


def theme_of(word: str) -> Theme:
    """The theme named in the address, deadlines by default."""
    return next((theme for theme in Theme if theme.value == word), Theme.DEADLINES)


def profile_choices() -> list[tuple[str, str]]:
    """Ready-made profiles for a list to choose from."""
    return [(slug, rules.load_profile(slug).title) for slug in rules.profile_slugs()]


def this_year() -> int:
    """First calendar year of the academic year of today."""
    return academic_year_of(clock.today())


urlpatterns = [
    path("rulebook/", rulebook, name="rulebook"),
    path("rulebook/compare/", compare, name="rulebook_compare"),
    path("rulebook/adopt/", adopt, name="rulebook_adopt"),
    path("rulebook/history/", history, name="rulebook_history"),
    path("rulebook/<str:setting>/", rule, name="rulebook_rule"),
]
