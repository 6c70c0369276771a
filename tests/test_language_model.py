"""The optional language model over real HTTP on this computer: what it writes is checked, what goes wrong is said."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import cli
from answer.ask import ask
from answer.language_model import LanguageModel
from answer.prose import write_prose
from answer.rephrase import ask_in_other_words
from errors import LanguageModelError, UsageError
from settings import Settings


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        self.server.reply(self, body)

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers), None))
        self.send_error(405)

    def answer(self, text, status=200, kind="application/json"):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@contextmanager
def endpoint(reply):
    """A server on this computer; ``reply(handler, body)`` answers each request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.requests, server.reply = [], reply
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", server.requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def says(text):
    completion = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    return lambda handler, body: handler.answer(json.dumps(completion, ensure_ascii=False))


def test_no_model_is_the_default():
    assert LanguageModel.from_settings(Settings.from_environment({})) is None


def test_settings_name_endpoint_model_and_key_and_the_key_is_not_shown():
    settings = Settings.from_environment(
        {"YIJU_LLM_URL": "http://x/v1", "YIJU_LLM_MODEL": "m", "YIJU_LLM_KEY": "secret", "YIJU_LLM_SECONDS": "5"}
    )
    model = LanguageModel.from_settings(settings)
    assert (model.url, model.name, model.seconds) == ("http://x/v1/chat/completions", "m", 5.0)
    assert "secret" not in repr(settings)
    with pytest.raises(UsageError, match="YIJU_LLM_SECONDS is 'soon'"):
        LanguageModel.from_settings(Settings(llm_url="http://x/v1", llm_seconds="soon"))


def test_a_request_is_a_chat_completion_with_model_and_key():
    with endpoint(says("好")) as (url, requests):
        assert LanguageModel(url, "m1", "k1").complete("规则", "文字") == "好"
    path, headers, body = requests[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer k1"
    assert body["model"] == "m1"
    assert body["temperature"] == 0
    assert [m["role"] for m in body["messages"]] == ["system", "user"]


def test_sentences_that_the_sources_do_not_support_are_marked(kb):
    text = (
        "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统[1]。"
        "塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。[1]"
        "塔吉克斯坦的高速铁路于2023年通车[1]。"
    )
    with endpoint(says(text)) as (url, requests):
        prose = write_prose(kb, "塔吉克斯坦国家单一窗口", LanguageModel(url))
    first, second, third = prose.sentences
    assert prose.passages[0].id.endswith(":18")
    assert first.text == "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。"
    assert first.vouched
    assert first.cited == (prose.passages[0].id,)
    assert second.verdict == "contradicted"
    assert second.claims[0].differences[0].slot == "date"
    assert third.verdict == "not_found"
    assert not second.vouched
    assert not third.vouched
    assert not prose.vouched
    given = requests[0][2]["messages"][1]["content"]
    assert all(f"[{n}] {p.citation.text}" in given for n, p in enumerate(prose.passages, start=1))


def test_a_true_sentence_that_cites_another_passage_is_marked(kb):
    with endpoint(says("塔吉克斯坦于2020年9月启动了国家单一窗口信息系统[8]。")) as (url, _):
        sentence = write_prose(kb, "塔吉克斯坦国家单一窗口", LanguageModel(url)).sentences[0]
    assert sentence.verdict == "supported"
    assert not sentence.vouched


def test_nothing_is_written_about_what_no_passage_is_about(kb):
    with endpoint(says("随便写[1]。")) as (url, requests), pytest.raises(UsageError, match="nothing to write from"):
        write_prose(kb, "qzxv wkjh 9999", LanguageModel(url))
    assert requests == []


ODD = "塔吉克斯坦那个啥都能办的大厅哪年上的？"


def test_a_question_that_finds_nothing_is_asked_in_other_words(kb):
    assert not ask(kb, ODD).answered
    with endpoint(says("1. 塔吉克斯坦的国家单一窗口信息系统哪一年启动？\n")) as (url, requests):
        response = ask_in_other_words(kb, ODD, LanguageModel(url))
        assert response.answers[0].text.replace(" ", "").startswith("2020年")
        assert response.to_dict()["rephrased"] == "塔吉克斯坦的国家单一窗口信息系统哪一年启动？"
        assert response.question == ODD
        asked = len(requests)
        assert (
            "rephrased"
            not in ask_in_other_words(kb, "巴基斯坦哪一年通过了《单一窗口法》？", LanguageModel(url)).to_dict()
        )
        assert len(requests) == asked, "a question that is answered needs no model"


def test_other_words_for_another_year_or_country_are_not_asked(kb):
    question = "2025年日本何时启动国家单一窗口？"
    wrong = "2020年日本何时启动国家单一窗口？\n塔吉克斯坦何时启动国家单一窗口信息系统？"
    with endpoint(says(wrong)) as (url, _):
        assert not ask_in_other_words(kb, question, LanguageModel(url)).answered


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (lambda h, b: h.answer('{"error": {"message": "no such model"}}', 404), "answers 404.*no such model"),
        (lambda h, b: h.answer("<h1>busy</h1>", 503, "text/html"), "answers 503"),
        (lambda h, b: h.answer("<html>hello</html>", kind="text/html"), "not answer as a chat completion"),
        (lambda h, b: h.answer('{"choices": []}'), "not answer as a chat completion"),
        (says("  \n"), "without any text"),
        (lambda h, b: h.answer("x" * (2 * 2**20 + 1)), "more than 2 MB"),
    ],
    ids=["unknown model", "server error", "a web page", "no choice", "no text", "too much"],
)
def test_what_the_server_does_wrong_is_said(reply, told):
    with endpoint(reply) as (url, _), pytest.raises(LanguageModelError, match=told):
        LanguageModel(url).complete("规则", "文字")


def test_a_slow_model_is_not_waited_for_for_ever():
    given_up = threading.Event()

    def drip(handler, body):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1200):
                if given_up.wait(0.05):
                    break
                handler.wfile.write(b" ")
                handler.wfile.flush()
        except OSError:
            pass  # the client has hung up, as it should

    for reply in (drip, lambda handler, body: given_up.wait(60)):
        given_up.clear()
        with endpoint(reply) as (url, _):
            begun = time.monotonic()
            with pytest.raises(LanguageModelError, match=r"not answered within 0\.3 seconds"):
                LanguageModel(url, seconds=0.3).complete("规则", "文字")
            assert time.monotonic() - begun < 30
            given_up.set()


def test_a_redirect_takes_the_key_nowhere():
    def away(handler, body):
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.1:{handler.server.server_port}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with endpoint(away) as (url, requests):
        with pytest.raises(LanguageModelError, match="answers 302"):
            LanguageModel(url, key="k").complete("规则", "文字")
        assert len(requests) == 1


def test_no_server_at_all_is_said_with_the_way_out():
    with endpoint(says("好")) as (url, _):
        pass
    with pytest.raises(LanguageModelError, match=r"cannot be reached.*unset YIJU_LLM_URL"):
        LanguageModel(url).complete("规则", "文字")


@pytest.mark.parametrize("address", ["localhost:8000/v1", "file:///etc/passwd", "ftp://x/v1", "http://"])
def test_only_web_addresses_are_called(address):
    with pytest.raises(UsageError, match="YIJU_LLM_URL is"):
        LanguageModel(address)


def test_the_commands_use_it_only_when_it_is_set(corpus_kb_folder, capsys, monkeypatch):
    kb = ["--kb", str(corpus_kb_folder)]
    assert cli.main(["draft", "塔吉克斯坦国家单一窗口", *kb]) == 2
    assert "no language model is set" in capsys.readouterr().err
    text = "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统[1]。塔吉克斯坦于2020年11月启动了国家单一窗口信息系统[1]。"
    with endpoint(says(text)) as (url, _):
        monkeypatch.setenv("YIJU_LLM_URL", url)
        assert cli.main(["draft", "塔吉克斯坦国家单一窗口", *kb]) == 1
        out = capsys.readouterr().out
        assert "✓ 塔吉克斯坦于2020年9月" in out
        assert "⚠ 塔吉克斯坦于2020年11月" in out
        assert "日期不同：此处为“2020年11月”" in out
        assert cli.main(["draft", "塔吉克斯坦国家单一窗口", "--json", *kb]) == 1
        assert [s["vouched"] for s in json.loads(capsys.readouterr().out)["sentences"]] == [True, False]
    assert cli.main(["ask", "--rephrase", ODD, *kb]) == 3
    assert "cannot be reached" in capsys.readouterr().err
