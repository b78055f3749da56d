"""Reads what a gateway answered in four dialects as strictly as it can be read: requests, and answers or Malformed."""
import json


class Malformed(Exception):
    pass


def need(condition, text):
    if not condition:
        raise Malformed(text)


def parse(text):
    try:
        return json.loads(text)
    except ValueError as problem:
        raise Malformed(f"no JSON ({problem}): {text!r:.300}") from None


class Answer:
    """text as far as it came; error: None, or what the client was told."""

    def __init__(self, text, error=None):
        self.text = text
        self.error = error


def events(data, newline="\n"):
    """(event name or None, data) of a whole event stream; every event has exactly one data line."""
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        raise Malformed(f"no UTF-8: {problem}") from None
    need(text.count("\r\n") == (text.count("\n") if newline == "\r\n" else 0), "line ends of two kinds")
    text = text.replace("\r\n", "\n")
    need(text.endswith("\n\n"), f"the stream ends inside an event: {text[-200:]!r}")
    out = []
    for block in text[:-2].split("\n\n"):
        name, value = None, None
        for line in block.split("\n"):
            if line.startswith(":"):
                continue
            field, colon, rest = line.partition(": ")
            need(colon and field in ("event", "data"), f"a line that is no field: {line!r:.200}")
            if field == "event":
                need(name is None, "two names for one event")
                name = rest
            else:
                need(value is None, "two data lines in one event")
                value = rest
        if value is not None:
            out.append((name, value))
    return out


class Chat:
    path = "/v1/chat/completions"

    def request(self, model, text, stream):
        return self.path, {"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]}

    def whole(self, body):
        value = parse(body)
        need(value["object"] == "chat.completion" and len(value["choices"]) == 1, f"no completion: {body!r:.200}")
        need(value["choices"][0]["finish_reason"] == "stop", "no finish_reason")
        need(value["usage"]["completion_tokens"] > 0, "no usage")
        return Answer(value["choices"][0]["message"]["content"])

    def error(self, status, body):
        error = parse(body)["error"]
        need(error["message"] and str(error["code"]) == str(status) and "type" in error, f"no error: {body!r:.200}")
        return Answer("", error["message"])

    def stream(self, data):
        text, finished, identity, error = "", False, None, None
        found = events(data)
        for number, (name, value) in enumerate(found):
            need(name is None, f"an event with a name: {name}")
            if value == "[DONE]":
                need(number == len(found) - 1, "something behind [DONE]")
                need(finished or error, "[DONE] without a finish_reason")
                return Answer(text, error)
            need(error is None, "something behind the error")
            chunk = parse(value)
            if "error" in chunk:
                need(chunk["error"]["message"], "an error without a message")
                error = chunk["error"]["message"]
                continue
            need(chunk["object"] == "chat.completion.chunk", f"no chunk: {value:.200}")
            identity = identity or chunk["id"]
            need(chunk["id"] == identity, "the answer's id has changed")
            for choice in chunk["choices"]:
                need(not finished, "text behind the finish_reason")
                need(choice["index"] == 0, "another choice")
                text += choice["delta"].get("content") or ""
                finished = choice.get("finish_reason") is not None
        need(error is not None, "no end marker and no error event")
        return Answer(text, error)


class Messages:
    def request(self, model, text, stream):
        return "/v1/messages", {"model": model, "stream": stream, "max_tokens": 1000,
                                "messages": [{"role": "user", "content": text}]}

    def whole(self, body):
        value = parse(body)
        need(value["type"] == "message" and value["stop_reason"] == "end_turn", f"no message: {body!r:.200}")
        need(value["usage"]["output_tokens"] > 0, "no usage")
        return Answer("".join(block["text"] for block in value["content"]))

    def error(self, status, body):
        value = parse(body)
        need(value["type"] == "error" and value["error"]["message"] and value["error"]["type"], f"no error: {body!r:.200}")
        return Answer("", value["error"]["message"])

    def stream(self, data):
        text, open_block, blocks, stopped, state = "", None, 0, False, "new"
        for name, value in events(data):
            event = parse(value)
            kind = event["type"]
            need(name == kind, f"event {name} holds a {kind}")
            need(state not in ("over", "error"), f"{kind} behind the end")
            if kind == "ping":
                continue
            if kind == "error":
                need(event["error"]["message"], "an error without a message")
                state, error = "error", event["error"]["message"]
                continue
            need((kind == "message_start") == (state == "new"), f"{kind} in state {state}")
            state = "running"
            if kind == "content_block_start":
                need(open_block is None and event["index"] == blocks and not stopped, f"block {event['index']} out of order")
                open_block, blocks = blocks, blocks + 1
            elif kind == "content_block_delta":
                need(event["index"] == open_block, f"a delta for block {event['index']}, {open_block} is open")
                text += event["delta"]["text"]
            elif kind == "content_block_stop":
                need(event["index"] == open_block, f"the end of block {event['index']}, {open_block} is open")
                open_block = None
            elif kind == "message_delta":
                need(open_block is None and event["delta"]["stop_reason"] == "end_turn", "message_delta before its time")
                stopped = True
            elif kind == "message_stop":
                need(stopped, "message_stop without message_delta")
                state = "over"
            else:
                need(kind == "message_start", f"unknown event {kind}")
        need(state in ("over", "error"), "no message_stop and no error event")
        return Answer(text, error if state == "error" else None)


class Gemini:
    def request(self, model, text, stream):
        way = "streamGenerateContent?alt=sse" if stream else "generateContent"
        return f"/v1beta/models/{model}:{way}", {"contents": [{"role": "user", "parts": [{"text": text}]}]}

    @staticmethod
    def _text(value):
        need(len(value["candidates"]) <= 1, "another candidate")
        return "".join(part.get("text", "") for candidate in value["candidates"]
                       for part in candidate.get("content", {}).get("parts", []))

    def whole(self, body):
        value = parse(body)
        need(value["candidates"][0]["finishReason"] == "STOP", f"no end: {body!r:.200}")
        need(value["usageMetadata"]["candidatesTokenCount"] > 0, "no usage")
        return Answer(self._text(value))

    def error(self, status, body):
        error = parse(body)["error"]
        need(error["code"] == status and error["message"] and error["status"], f"no error: {body!r:.200}")
        return Answer("", error["message"])

    def stream(self, data):
        text, finished, error = "", False, None
        for name, value in events(data, "\r\n"):
            need(name is None, f"an event with a name: {name}")
            need(error is None, "something behind the error")
            event = parse(value)
            if "error" in event:
                need(event["error"]["message"] and event["error"]["status"], "an error without a message")
                error = event["error"]["message"]
                continue
            more = self._text(event) if "candidates" in event else ""
            need(not finished or not more, "text behind the end")
            text += more
            finished = finished or any("finishReason" in candidate for candidate in event.get("candidates", []))
        need(finished or error, "no finishReason and no error event")
        return Answer(text, error)


class Responses:
    def request(self, model, text, stream):
        return "/v1/responses", {"model": model, "stream": stream, "input": text}

    @staticmethod
    def _text(response):
        return "".join(part["text"] for item in response["output"] if item["type"] == "message"
                       for part in item["content"])

    def whole(self, body):
        value = parse(body)
        need(value["object"] == "response" and value["status"] == "completed", f"no response: {body!r:.200}")
        need(value["usage"]["output_tokens"] > 0, "no usage")
        return Answer(self._text(value))

    error = Chat.error

    def stream(self, data):
        text, state, number, opened, error = "", "new", 0, [], None
        for name, value in events(data):
            event = parse(value)
            kind = event["type"]
            need(name == kind, f"event {name} holds a {kind}")
            need(state != "over", f"{kind} behind the end")
            need(event["sequence_number"] == number, f"{kind} has number {event['sequence_number']}, not {number}")
            number += 1
            need((kind == "response.created") == (state == "new") or kind in ("error", "response.failed"),
                 f"{kind} in state {state}")
            state = "running"
            if kind.endswith(".added"):
                opened.append(kind.split(".")[-2])
            elif kind in ("response.output_item.done", "response.content_part.done"):
                need(opened and opened.pop() == kind.split(".")[-2], f"{kind} was not open")
            elif kind == "response.output_text.delta":
                need(opened == ["output_item", "content_part"], f"text in {opened}")
                text += event["delta"]
            elif kind == "response.output_text.done":
                need(event["text"] == text, f"done says {event['text']!r:.100}, the deltas {text!r:.100}")
            elif kind in ("response.completed", "response.failed", "error"):
                state = "over"
                if kind == "response.completed":
                    need(not opened and self._text(event["response"]) == text, "the whole is not its deltas")
                else:
                    error = event["message"] if kind == "error" else event["response"]["error"]["message"]
                    need(error, "an error without a message")
        need(state == "over", "no response.completed and no error event")
        return Answer(text, error)


DIALECTS = {"chat": Chat(), "messages": Messages(), "gemini": Gemini(), "responses": Responses()}
