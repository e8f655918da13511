"""The words of every language are whole, say the same, and do not steer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields

import pytest

from cookieguard.catalogue import load_catalogue
from cookieguard.domain.category import CATEGORIES
from cookieguard.texts import CategoryText, MissingText, Texts, languages, load_texts

ALL = [load_texts(language) for language in languages()]
each_language = pytest.mark.parametrize("texts", ALL, ids=lambda texts: texts.language)


def a_flat_view(texts: Texts) -> dict[str, str]:
    """Return every word under its dotted name; the forms of a plural, which languages differ in, as one."""
    flat: dict[str, str] = {}

    def add(name: str, value: object) -> None:
        if isinstance(value, CategoryText):
            value = asdict(value)
        if isinstance(value, Mapping):
            for key, inner in value.items():
                add(f"{name}.{key}", inner)
        else:
            flat[name] = str(value)

    for group, words in ((field.name, getattr(texts, field.name)) for field in fields(texts)):
        add(group, {noun: forms["other"] for noun, forms in words.items()} if group == "plurals" else words)
    return flat


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_dutch_and_english_are_there():
    assert {"nl", "en"} <= set(languages())


@each_language
def test_every_language_has_the_same_keys(texts):
    assert a_flat_view(texts).keys() == a_flat_view(ALL[0]).keys()


@each_language
def test_every_language_has_the_same_placeholders(texts):
    for name, word in a_flat_view(ALL[0]).items():
        assert placeholders(a_flat_view(texts)[name]) == placeholders(word), name


@each_language
def test_no_word_is_empty_or_padded(texts):
    assert [name for name, word in a_flat_view(texts).items() if not word.strip()] == []
    assert [n for n, w in a_flat_view(texts).items() if w != w.strip() and not n.startswith("joining.")] == []


@each_language
def test_every_plural_has_its_general_form(texts):
    assert all("other" in forms for forms in texts.plurals.values())


@each_language
def test_the_four_categories_have_words(texts):
    assert tuple(texts.categories) == CATEGORIES


@each_language
def test_the_whole_catalogue_can_be_put_into_words(texts):
    for vendor in load_catalogue().vendors.values():
        texts.country(vendor.country)
        texts.purpose_list(vendor.purposes)
        texts.storage_rows((item.pattern, item.kind, item.lifetime) for item in vendor.storage)


@each_language
def test_answers_fit_on_a_narrow_button(texts):
    for key in ("accept", "reject", "choose", "save"):
        assert max(map(len, texts.dialog[key].split())) <= 12, key
        assert len(texts.dialog[key]) <= 22, key


@each_language
def test_no_word_recommends_or_threatens(texts):
    """EDPB guidelines 03/2022: no emotional steering; AP rule 3: no optimal against not optimal."""
    steering = re.compile(
        r"\b(best|better|optima\w*|improve|enjoy|sorry|recommend\w*|please|beste|beter\w*|verbeter\w*|graag|"
        r"helaas|aanbevolen|leuk\w*|ok|ervaring|experience)\b|!",
        re.IGNORECASE,
    )
    assert [name for name, word in a_flat_view(texts).items() if steering.search(word)] == []


@each_language
def test_the_review_state_of_a_language_is_said(texts):
    assert texts.review in ("ours", "reviewed")


def test_one_and_many_have_their_own_form():
    dutch = load_texts("nl")
    assert [dutch.count("day", 1), dutch.count("day", 2), dutch.count("services", 1)] == [
        "1 dag",
        "2 dagen",
        "1 dienst van derden",
    ]


def test_a_lifetime_is_said_in_its_own_unit():
    english = load_texts("en")
    said = [english.lifetime(value) for value in ("P13M", "PT1M", "P1Y", "PT24H", "session", "persistent")]
    assert said == [
        "13 months",
        "1 minute",
        "1 year",
        "24 hours",
        "until you close the browser",
        "until you erase it yourself",
    ]


def test_stored_items_of_equal_life_share_a_row():
    rows = load_texts("en").storage_rows(
        [("_a", "cookie", "P2Y"), ("_b", "cookie", "P2Y"), ("_c", "localstorage", "P2Y")]
    )
    assert rows == [("_a, _b", "2 years"), ("_c", "local storage, 2 years")]


def test_words_are_joined_as_a_sentence_does():
    dutch = load_texts("nl")
    assert [dutch.join(list(words)) for words in ("", "a", "ab", "abc")] == ["", "a", "a en b", "a, b en c"]


@pytest.mark.parametrize("language", ["xx", "", "../nl", "NL"])
def test_an_unknown_language_is_refused(language):
    with pytest.raises(MissingText, match="there are en, nl"):
        load_texts(language)


@pytest.mark.parametrize("lifetime", ["P1Y2M", "forever", "P-1D", ""])
def test_an_unknown_lifetime_is_refused(lifetime):
    with pytest.raises(MissingText, match="lifetimes"):
        load_texts("nl").lifetime(lifetime)
