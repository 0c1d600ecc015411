"""Words that the page's parts share."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from ui import locale


def tr(text: str) -> str:
    """Return a text of this page in the language of the interface."""
    return QCoreApplication.translate("Transcription", text)


def language(tag: str) -> str:
    """``nl-BE`` is "Dutch", "" is "Detected"; what is no known tag stays as it is."""
    if not tag:
        return tr("Detected")
    found = QLocale.codeToLanguage(tag.replace("_", "-").split("-")[0].lower())
    return QLocale.languageToString(found) if found is not QLocale.Language.AnyLanguage else tag


def languages(tags: tuple[str, ...]) -> str:
    """Return the languages of a model, "Any language" where it has no limit."""
    return ", ".join(language(tag) for tag in tags) if tags else tr("Any language")


def speed(times: float) -> str:
    """``6.24`` is "6.2×", ``19.3`` is "19×", 0 is nothing."""
    if times <= 0:
        return ""
    digits = 1 if times < 10 else 0
    return f"{QLocale().toString(times, 'f', digits)}×"


def when(moment: datetime, now: datetime, zone: str) -> str:
    """ "today 14:28", "yesterday 09:10", else with the date."""
    then, today = locale.in_zone(moment, zone).date(), locale.in_zone(now, zone).date()
    clock = locale.time(moment, zone)
    if then == today:
        return tr("today {0}").format(clock)
    if then == today - timedelta(days=1):
        return tr("yesterday {0}").format(clock)
    return f"{locale.day(moment, zone)} {clock}"


def text_found(words: int, unsure: int) -> str:
    """ "1,214 words, 9 to check"."""
    if not words:
        return tr("No speech found")
    counted = tr("1 word") if words == 1 else tr("{0} words").format(locale.number(words))
    check = tr("{0} to check").format(locale.number(unsure)) if unsure else tr("none to check")
    return f"{counted}, {check}"
