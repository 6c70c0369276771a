"""A client for the one language model that an office may have: any endpoint that speaks OpenAI's chat protocol.

Off unless ``YIJU_LLM_URL`` is set. Nothing else in the program needs it, and nothing that it writes is shown unchecked.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import time
import urllib.error
import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from errors import LanguageModelError, UsageError
from settings import Settings

__all__ = ["LanguageModel"]

_MOST_BYTES = 2 * 2**20  # of an answer
_PIECE = 64 * 1024
_SHOWN = 300  # characters of an error that the server explains


class LanguageModel:
    """One endpoint and one model there.

    :param url: the base address (http://localhost:8000/v1) or that of ``chat/completions`` itself.
    :param name: the model; ``None`` for servers that have only one.
    :param key: sent as bearer token where given; never over a redirect, never in a message.
    :param seconds: what one answer may take in all.
    :raises errors.UsageError: not an http or https address.
    """

    def __init__(self, url: str, name: str | None = None, key: str | None = None, seconds: float = 60.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"YIJU_LLM_URL is {url!r}; give an address as http://localhost:8000/v1")
        base = url.rstrip("/")
        self.url = base if base.endswith("/chat/completions") else f"{base}/chat/completions"
        self.name, self.seconds = name, seconds
        self._key = key
        # a proxy of the office knows nothing of this computer
        direct = [urllib.request.ProxyHandler({})] if _is_here(parts.hostname) else []
        self._opener = urllib.request.build_opener(_NoRedirect, *direct)

    @classmethod
    def from_settings(cls, settings: Settings) -> LanguageModel | None:
        """The model that is set, or ``None`` where none is.

        :raises errors.UsageError: not an http or https address, or no number of seconds.
        """
        if settings.llm_url is None:
            return None
        return cls(settings.llm_url, settings.llm_model, settings.llm_key, _seconds(settings.llm_seconds))

    def complete(self, system: str, user: str, *, tokens: int = 1000) -> str:
        """What the model answers to one instruction and one text, as plain text.

        :param tokens: the most that the answer may have.
        :raises errors.LanguageModelError: no connection, no answer in time, an error of the server, or no text.
        """
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body: dict[str, Any] = {"messages": messages, "temperature": 0, "seed": 0, "max_tokens": tokens}
        if self.name:
            body["model"] = self.name
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        data = json.dumps(body, ensure_ascii=False).encode()
        return self._text(self._send(urllib.request.Request(self.url, data, headers, method="POST")))

    def _send(self, request: urllib.request.Request) -> bytes:
        end = time.monotonic() + self.seconds
        try:
            with self._opener.open(request, timeout=self.seconds) as response:
                return self._read(response, end)
        except urllib.error.HTTPError as error:
            with error:
                told = _explained(error)
            raise LanguageModelError(f"{self.url} answers {error.code} {error.reason}{told}") from error
        except TimeoutError as error:
            raise self._late() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late() from error
            text = f"{self.url} cannot be reached ({error.reason}); start the model or unset YIJU_LLM_URL"
            raise LanguageModelError(text) from error
        except (OSError, http.client.HTTPException) as error:
            raise LanguageModelError(f"{self.url} breaks off ({error or type(error).__name__}); try again") from error

    def _read(self, response: IO[bytes], end: float) -> bytes:
        """The body; the limit on time is on the whole, not on each piece."""
        data = b""
        while piece := response.read1(_PIECE):  # type: ignore[attr-defined]
            data += piece
            if len(data) > _MOST_BYTES:
                raise LanguageModelError(
                    f"{self.url} answers with more than {_MOST_BYTES // 2**20} MB; not read further"
                )
            if time.monotonic() > end:
                raise self._late()
        return data

    def _late(self) -> LanguageModelError:
        return LanguageModelError(
            f"{self.url} has not answered within {self.seconds:g} seconds; allow more with YIJU_LLM_SECONDS"
        )

    def _text(self, data: bytes) -> str:
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            text = f"{self.url} does not answer as a chat completion; is this the address of an OpenAI-compatible API?"
            raise LanguageModelError(text) from error
        if not isinstance(content, str) or not content.strip():
            raise LanguageModelError(f"{self.url} answers without any text; try another model (YIJU_LLM_MODEL)")
        return content.strip()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key and the text to a host that nobody chose."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise UsageError(f"YIJU_LLM_SECONDS is {text!r}; give a number of seconds, as 60")
    return value


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _explained(error: urllib.error.HTTPError) -> str:
    """What the server says about its error, short and on one line."""
    try:
        text = error.read(_PIECE).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    try:
        told = json.loads(text)["error"]
        text = str(told["message"] if isinstance(told, dict) else told)
    except (ValueError, LookupError, TypeError):
        pass
    line = " ".join(text.split())[:_SHOWN]
    return f": {line}" if line else ""
