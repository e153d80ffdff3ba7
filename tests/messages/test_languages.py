"""Which language somebody reads, and what languages call themselves."""

import pytest

from grader.messages import languages
from grader.messages.languages import default_language


def test_languages_have_their_own_names() -> None:
    assert languages.names() == {"zh": "中文", "en": "English"}


@pytest.mark.parametrize(
    ("setting", "language"),
    [
        ("zh", "zh"), ("zh_CN.UTF-8", "zh"), ("ZH-tw", "zh"), ("en_GB", "en"), ("fr_FR.UTF-8", "en"), ("C", "en"),
        ("", "en"), ("qps", "qps"), ("pt_BR.UTF-8@euro", "pt-BR"), ("pt", "en"), ("ca_ES@valencia", "ca"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["GATEHOUSE_LANG", "LANG"])
def test_the_language_of_the_locale_if_there_is_a_catalogue(
    monkeypatch: pytest.MonkeyPatch, name: str, setting: str, language: str
) -> None:
    monkeypatch.setattr(languages, "languages", lambda: ("ca", "pt-BR", "qps", "zh", "en"))
    for each in ("GATEHOUSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, setting)
    assert default_language() == language
