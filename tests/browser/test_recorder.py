"""The recorder is the witness of every claim about who was contacted; these tests cross-examine it."""

from __future__ import annotations

import pytest

from tests.browser.recorder import NAMELESS
from tests.browser.settled import settled

FORM = """<form method="post"><input name="name"><input type="email" name="email"><input name="city">
  <input type="password" name="password"><button>Send</button></form><p lang="en">In a foreign language."""


@pytest.mark.parametrize("ordinary", [False, True])
@pytest.mark.parametrize("markup", ["", FORM], ids=["blank", "form"])
def test_a_page_without_third_parties_leaves_the_recorder_silent(visit, recorder, markup, ordinary):
    """Chromium's own services, such as help with forms, are kept out by its flags; nothing is filtered."""
    page = visit(markup, ordinary=ordinary)
    if markup:
        page.fill("[type=email]", "visitor@example.com")
        page.fill("[type=password]", "secret")
        page.click("button")
    settled(page, recorder)
    assert recorder.heard == []


def test_a_page_loaded_again_without_its_tags_leaves_the_recorder_silent(visit, recorder):
    """Chromium does not connect beforehand to whom it met on the page's earlier visit."""
    markup = '<img src="https://pixel.example/a.gif"><script src="https://tags.example/t.js"></script>'
    page = visit(markup, ordinary=True)
    settled(page, recorder)
    assert recorder.hosts() == {"pixel.example", "tags.example"}
    recorder.forget()
    page.goto("about:blank")
    page.set_content("")
    page.route("http://shop.test/", lambda route: route.fulfill(content_type="text/html", body="<p>Bare"))
    page.goto("http://shop.test/")
    settled(page, recorder)
    assert recorder.heard == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_request_is_recorded_with_its_parts(visit, recorder, scheme):
    visit(
        f"<script>fetch('{scheme}://api.example/in?a=1&b=', "
        "{method: 'POST', body: 'hello', credentials: 'include', referrerPolicy: 'unsafe-url'})</script>"
    )
    heard = recorder.wait_for(lambda heard: heard.method == "POST")
    assert (heard.scheme, heard.host, heard.path, heard.body) == (scheme, "api.example", "/in", b"hello")
    assert (heard.parameter("a"), heard.parameter("b"), heard.parameter("c")) == ("1", "", None)
    assert heard.headers["referer"] == "http://shop.test/"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="URL">',
        '<script src="URL"></script>',
        '<iframe src="URL"></iframe>',
        '<link rel="stylesheet" href="URL">',
        '<link rel="preload" as="image" href="URL">',
        '<script>navigator.sendBeacon("URL", "x")</script>',
        '<script>new Image().src = "URL"</script>',
        '<style>body { background: url("URL") }</style>',
        '<video src="URL"></video>',
    ],
)
def test_no_way_of_asking_escapes_the_recorder(visit, recorder, scheme, markup):
    settled(visit(markup.replace("URL", f"{scheme}://leak.example/x")), recorder)
    assert recorder.hosts() == {"leak.example"}
    assert [heard.path for heard in recorder.requests] == ["/x"]


def test_a_connection_without_a_request_is_recorded_by_its_host(visit, recorder):
    settled(visit('<link rel="preconnect" href="https://early.example">', ordinary=True), recorder)
    assert recorder.hosts() == {"early.example"}
    assert recorder.requests == []


def test_a_plain_connection_without_a_request_is_recorded_without_a_name(visit, recorder):
    visit('<link rel="preconnect" href="http://early.example">', ordinary=True)
    recorder.wait_for(lambda heard: heard.host == NAMELESS)
    assert recorder.hosts() == {NAMELESS}


def test_what_is_sent_after_loading_is_in_before_the_page_counts_as_settled(visit, recorder):
    """Each step starts only when the one before it has been answered."""
    page = visit("""<script>
      addEventListener('load', async () => {
        await fetch('https://first.example/', {mode: 'no-cors'})
        requestIdleCallback(() => {
          const script = Object.assign(document.createElement('script'), {src: 'https://second.example/s.js'})
          script.onload = () => setTimeout(() => { new Image().src = 'https://third.example/' })
          document.head.append(script)
        })
      })
    </script>""")
    settled(page, recorder)
    assert recorder.hosts() == {"first.example", "second.example", "third.example"}


def test_a_page_settles_under_a_policy_that_allows_it_nothing(visit, recorder):
    settled(visit("""<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""), recorder)
    assert recorder.heard == []


def test_a_page_settles_while_it_loads_anew(visit, recorder):
    page = visit("<script>if (!location.hash) { location.hash = '1'; location.reload() }</script>")
    settled(page, recorder)
    assert page.url == "http://shop.test/#1"


def test_waiting_in_vain_says_what_was_heard_instead(visit, recorder):
    settled(visit('<img src="https://pixel.example/a.gif">'), recorder)
    with pytest.raises(AssertionError, match=r"request GET https://pixel\.example/a\.gif"):
        recorder.wait_for(lambda heard: heard.host == "other.example", timeout=0.01)


def test_both_sites_answer_over_http_and_https(new_context, shop_server, consent_server):
    page = new_context().new_page()
    for address in (
        "http://shop.test/",
        "https://www.shop.test/",
        "http://consent.test/",
        "https://consent.test/",
    ):
        assert page.goto(address).ok


def test_a_server_taken_down_refuses_and_comes_back_on_the_same_port(visit, consent_server):
    page = visit("")
    ask = "fetch('http://consent.test/', {mode: 'no-cors'}).then(() => 'answered', () => 'refused')"
    with consent_server.unreachable():
        assert page.evaluate(ask) == "refused"
    assert page.evaluate(ask) == "answered"
