"""The files that a page loads: code and configuration in one, a second file for each language."""

from __future__ import annotations

import gzip
import hashlib
import json
import re

import brotli
import pytest

from cookieguard.domain.notice import terms_of
from cookieguard.resources import static_folder
from cookieguard.scripts.builder import Builder, short
from cookieguard.texts import load_texts
from cookieguard.texts.dialog import dialog_data
from cookieguard.usecases.publish_notice import compose_notice
from tests.builders import a_notice, a_site, the_catalogue


@pytest.fixture(scope="module")
def builder() -> Builder:
    return Builder(static_folder() / "banner")


@pytest.fixture(scope="module")
def notice(builder):
    return compose_notice(a_site(), builder)


class Files:
    """Every file of one notice."""

    def __init__(self, builder, notice, *earlier):
        self.facts = builder.facts(notice)
        self.seconds = builder.seconds(notice, self.facts)
        terms = terms_of(notice.body, [(each.id, each.body) for each in earlier])
        self.core = builder.core(notice, terms, self.seconds)
        self.all = [self.core, *self.seconds.values(), *self.facts.values()]


@pytest.fixture(scope="module")
def files(builder, notice):
    return Files(builder, notice)


def literal_of(file) -> dict:
    """Return the JSON literal that a script is called with."""
    literal = re.search(r"[})]\((\{\"(?:(?!\}\(\{\").)*\})\);\n\Z", file.plain.decode(), re.DOTALL)
    assert literal
    value: dict = json.loads(literal[1])
    return value


def test_a_file_is_known_by_the_hash_of_its_plain_bytes(files):
    for file in files.all:
        assert file.hash == hashlib.sha256(file.plain).hexdigest()


def test_every_encoding_holds_the_same_bytes(files):
    for file in files.all:
        assert gzip.decompress(file.gzip) == file.plain == brotli.decompress(file.brotli)
        assert len(file.brotli) < len(file.gzip) < len(file.plain)


def test_equal_input_gives_equal_bytes_in_every_encoding(notice, files):
    assert Files(Builder(static_folder() / "banner"), notice).all == files.all


def test_the_configuration_says_what_the_core_must_know(files):
    configuration = literal_of(files.core)
    told = {name: configuration[name] for name in ("site", "days", "always", "honours", "language")}
    assert told == {"site": "shop", "days": 180, "always": [], "honours": {}, "language": "nl"}
    assert configuration["vendors"] == [
        {"id": "google-analytics-4", "category": "analytics", "account": "G-ABC1234567"},
        {"id": "youtube", "category": the_catalogue().vendors["youtube"].category},
    ]
    assert configuration["signals"]["analytics_storage"] == ["google-analytics-4"]


def test_the_second_file_tells_the_whole_id_of_the_notice_and_the_core_its_beginning(files, notice):
    """The cookie carries the beginning, the record the whole."""
    assert literal_of(files.core)["version"] == notice.id[:16]
    assert {literal_of(file)["version"] for file in files.seconds.values()} == {notice.id}


def test_each_file_names_the_next_one_of_its_language_by_its_hash(files):
    for language in ("nl", "en"):
        second, facts = files.seconds[language], files.facts[language]
        assert short(second.hash) in literal_of(files.core)["ui"][language]
        assert literal_of(second)["facts"] == short(facts.hash)


def test_the_core_holds_nobodys_contacts_and_no_vendor_that_is_off(files):
    for text in (b"privacy@shop.example", b"dpo@shop.example", b"hotjar"):
        assert text not in files.core.plain


def test_versions_whose_answers_hold_are_part_of_the_script_and_not_of_the_notice(builder, notice, files):
    earlier = a_notice(a_site(name="Before"))
    other = Files(builder, notice, earlier)
    assert literal_of(other.core)["honours"] == {earlier.id[:16]: ["google-analytics-4", "youtube"]}
    assert other.core.hash != files.core.hash
    assert other.seconds == files.seconds


def test_the_core_carries_only_the_adapters_of_managed_vendors(builder):
    sizes = [len(builder._core(managed)) for managed in ([], ["hotjar"], ["hotjar", "meta-pixel"])]
    assert sizes == sorted(set(sizes))
    assert "static.hotjar.com" not in builder._core([])
    assert "static.hotjar.com" in builder._core(["hotjar"])


def test_the_software_is_named_by_the_code_and_the_adapters_it_carries(builder):
    plain, more = builder.software([]), builder.software(["hotjar"])
    assert [name for name in plain if plain[name] != more[name]] == ["core"]
    assert set(plain) == {"core", "second", "facts"}
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in (*plain.values(), *more.values()))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_files_of_a_language_hold_all_its_words(files, language):
    told = {**literal_of(files.seconds[language]), **literal_of(files.facts[language])}
    for name, value in json.loads(json.dumps(dialog_data(a_site(), load_texts(language)))).items():
        if name != "look":
            assert told[name] == value


def test_a_layout_brings_its_own_style_and_the_usual_one_none(builder):
    styles = {}
    for layout in ("box", "bar"):
        files = Files(builder, compose_notice(a_site(look={"layout": layout}), builder))
        styles[layout] = literal_of(files.seconds["nl"])["look"]
    assert styles["box"] == {"layout": "box", "css": ""}
    assert styles["bar"]["layout"] == "bar"
    assert "#cookieguard" in styles["bar"]["css"]


def test_no_word_of_the_operator_ends_the_script(builder):
    attack = "</script><script>alert(1)</script>\u2028<!--"
    site = a_site(name=attack, necessary=[{"name": attack, "purpose": attack, "justification": attack}])
    hostile = Files(builder, compose_notice(site, builder))
    for file in hostile.all:
        text = file.plain.decode()
        assert "</script" not in text.lower()
        assert "<!--" not in text
        assert "\u2028" not in text
    assert literal_of(hostile.facts["en"])["necessary"][0]["name"] == attack


def test_a_file_edited_while_the_server_runs_is_not_published(tmp_path):
    """One reading a process: half of an upgrade must not reach a page."""
    for name in ("core/main.js", "choice/main.js", "choice/facts.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("export function start(x) {\n  log(x);\n}\n", "utf-8")
    builder = Builder(tmp_path)
    before = builder.software([])
    (tmp_path / "core/main.js").write_text("export function start(x) {\n  boom(x);\n}\n", "utf-8")
    assert builder.software([]) == before
    assert Builder(tmp_path).software([]) != before


def test_a_necessary_vendor_with_an_account_is_loaded_and_named_like_any_other(builder):
    matomo = {
        "id": "matomo",
        "account": "1",
        "options": {"url": "https://stats.shop.example/"},
        "category": "necessary",
        "justification": "Counts visits without telling visitors apart.",
    }
    notice = compose_notice(a_site(vendors=[matomo]), builder)
    files = Files(builder, notice)
    assert [vendor["id"] for vendor in literal_of(files.core)["always"]] == ["matomo"]
    code = files.core.plain.decode().rpartition('({"site"')[0]
    assert hashlib.sha256(code.encode()).hexdigest() == notice.body["software"]["core"]
