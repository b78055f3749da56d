"""A scripted provider that speaks the wire format of each vendor on one loopback port, and reads what it is asked in
that vendor's own words.

The path of a request begins with /WIRE/SCENE: WIRE is a key of WIRES, SCENE a key of SCENES that says what is answered.
Reading raises KeyError and the like when a request does not have the vendor's form.
"""
import base64
import json
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = ["Caf\u00e9", " au", " lait \u2615."]
TEXT = "".join(PIECES)
THOUGHTS = ["Let me", " see."]
CALLS = [("call_one", "get_weather", {"city": "Oslo"}), ("call_two", "get_time", {"zone": "CET", "h24": True})]
OBJECT = '{"name":"Ada","age":36}'
INPUT, OUTPUT = 1000, 500
JSON_TOOL = "json_tool_call"
MESSAGE = "scripted: slow down"


class Answer:
    """What the model says. end: stop, length, tools or sequence; cut: the stream breaks off after the first piece."""

    def __init__(self, text=(), thoughts=(), calls=(), end="stop", cut=False, status=200):
        self.text, self.thoughts, self.calls = list(text), list(thoughts), list(calls)
        self.end, self.cut, self.status = end, cut, status


SCENES = {
    "text": Answer(PIECES),
    "tool call": Answer(calls=CALLS[:1], end="tools"),
    "parallel calls": Answer(PIECES[:1], calls=CALLS, end="tools"),
    "JSON schema": Answer([OBJECT[:8], OBJECT[8:]]),
    "reasoning": Answer(PIECES, THOUGHTS),
    "stop": Answer(PIECES, end="sequence"),
    "length": Answer(PIECES[:2], end="length"),
    "error": Answer(status=429),
    "cut": Answer(PIECES, cut=True),
}


class Heard:
    """One request, read in the vendor's words."""

    def __init__(self):
        self.path, self.body, self.streamed = "", {}, False
        self.system, self.user = "", ""
        self.images = []    # (media type, bytes)
        self.tools = []     # Names.
        self.calls = []     # (name, arguments)
        self.results = []   # (name of the tool that was called, text)
        self.schema = None
        self.thinks = False
        self.stop = []
        self.limit = None


def data_url(url):
    head, data = url.split(",", 1)
    assert head.startswith("data:") and head.endswith(";base64"), head
    return head[5:-7], base64.b64decode(data, validate=True)


def as_sse(value, name=None):
    return (f"event: {name}\n" if name else "").encode() + b"data: " + json.dumps(value).encode() + b"\n\n"


def halves(text):
    middle = len(text) // 2
    return [text[:middle], text[middle:]]


class Wire:
    stream_type = "text/event-stream"

    def streamed(self, path, body):
        return bool(body.get("stream"))

    def error(self, status):
        return {"error": {"message": MESSAGE, "type": "rate_limit_error", "param": None, "code": "rate_limit"}}


class OpenAi(Wire):
    ENDS = {"stop": "stop", "sequence": "stop", "length": "length", "tools": "tool_calls"}

    def hear(self, path, body, heard):
        assert path == "/v1/chat/completions", path
        names = {}
        for message in body["messages"]:
            parts = message.get("content") or []
            if isinstance(parts, str):
                parts = [{"type": "text", "text": parts}]
            text = "".join(part["text"] for part in parts if part["type"] == "text")
            if message["role"] in ("system", "developer"):
                heard.system += text
            elif message["role"] == "tool":
                heard.results.append((names[message["tool_call_id"]], text))
            elif message["role"] == "user":
                heard.user += text
                heard.images += [data_url(part["image_url"]["url"]) for part in parts if part["type"] == "image_url"]
            for call in message.get("tool_calls") or []:
                names[call["id"]] = call["function"]["name"]
                heard.calls.append((call["function"]["name"], json.loads(call["function"]["arguments"])))
        heard.tools = [tool["function"]["name"] for tool in body.get("tools", [])]
        if "response_format" in body:
            heard.schema = body["response_format"]["json_schema"]["schema"]
        heard.thinks = body.get("reasoning_effort") not in (None, "none")
        heard.stop = body.get("stop", [])
        heard.limit = body.get("max_completion_tokens", body.get("max_tokens"))

    def usage(self):
        return {"prompt_tokens": INPUT, "completion_tokens": OUTPUT, "total_tokens": INPUT + OUTPUT}

    def whole(self, answer, body):
        message = {"role": "assistant", "content": "".join(answer.text) or None}
        if answer.thoughts:
            message["reasoning_content"] = "".join(answer.thoughts)
        if answer.calls:
            message["tool_calls"] = [{"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
                                     for i, n, a in answer.calls]
        return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": self.ENDS[answer.end]}],
                "usage": self.usage()}

    def stream(self, answer, body):
        def chunk(choices, **more):
            return as_sse({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000,
                           "model": body["model"], "choices": choices, **more})

        def delta(value, finish=None):
            return chunk([{"index": 0, "delta": value, "finish_reason": finish}])

        yield delta({"role": "assistant", "content": ""})
        for piece in answer.thoughts:
            yield delta({"reasoning_content": piece})
        for piece in answer.text:
            yield delta({"content": piece})
        for index, (identity, name, arguments) in enumerate(answer.calls):
            yield delta({"tool_calls": [{"index": index, "id": identity, "type": "function",
                                         "function": {"name": name, "arguments": ""}}]})
            for part in halves(json.dumps(arguments)):
                yield delta({"tool_calls": [{"index": index, "function": {"arguments": part}}]})
        yield delta({}, self.ENDS[answer.end])
        if (body.get("stream_options") or {}).get("include_usage"):
            yield chunk([], usage=self.usage())
        yield b"data: [DONE]\n\n"


class Responses(Wire):
    def hear(self, path, body, heard):
        assert path == "/v1/responses", path
        heard.system = body.get("instructions") or ""
        names = {}
        items = body["input"] if isinstance(body["input"], list) else [{"role": "user", "content": body["input"]}]
        for item in items:
            kind = item.get("type", "message")
            if kind == "message":
                parts = item["content"]
                if isinstance(parts, str):
                    parts = [{"type": "input_text", "text": parts}]
                text = "".join(part["text"] for part in parts if part["type"] == "input_text")
                if item["role"] in ("system", "developer"):
                    heard.system += text
                else:
                    heard.user += text
                heard.images += [data_url(part["image_url"]) for part in parts if part["type"] == "input_image"]
            elif kind == "function_call":
                names[item["call_id"]] = item["name"]
                heard.calls.append((item["name"], json.loads(item["arguments"])))
            elif kind == "function_call_output":
                output = item["output"]
                heard.results.append((names[item["call_id"]], output if isinstance(output, str)
                                      else "".join(part["text"] for part in output)))
        heard.tools = [tool["name"] for tool in body.get("tools", [])]
        form = (body.get("text") or {}).get("format")
        heard.schema = form["schema"] if form and form["type"] == "json_schema" else None
        heard.thinks = (body.get("reasoning") or {}).get("effort") not in (None, "none")
        heard.limit = body.get("max_output_tokens")

    def items(self, answer):
        if answer.thoughts:
            yield {"type": "reasoning", "id": "rs_1",
                   "summary": [{"type": "summary_text", "text": "".join(answer.thoughts)}]}
        if answer.text:
            yield {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                   "content": [{"type": "output_text", "text": "".join(answer.text), "annotations": []}]}
        for identity, name, arguments in answer.calls:
            yield {"type": "function_call", "id": "fc_" + identity, "call_id": identity, "name": name,
                   "arguments": json.dumps(arguments), "status": "completed"}

    def whole(self, answer, body, items=None):
        full = items is None
        value = {"id": "resp_1", "object": "response", "created_at": 1700000000, "model": body["model"],
                 "status": "in_progress", "output": list(self.items(answer)) if full else items,
                 "parallel_tool_calls": True, "tool_choice": "auto", "tools": body.get("tools", []), "error": None,
                 "incomplete_details": None, "usage": None}
        if full:
            value["status"] = "incomplete" if answer.end == "length" else "completed"
            if answer.end == "length":
                value["incomplete_details"] = {"reason": "max_output_tokens"}
            value["usage"] = {"input_tokens": INPUT, "input_tokens_details": {"cached_tokens": 0},
                              "output_tokens": OUTPUT, "output_tokens_details": {"reasoning_tokens": 0},
                              "total_tokens": INPUT + OUTPUT}
        return value

    def events(self, answer, body):
        yield "response.created", {"response": self.whole(answer, body, [])}
        for index, item in enumerate(self.items(answer)):
            at = {"item_id": item["id"], "output_index": index}
            empty = dict(item, **{key: value for key, value in
                                  (("summary", []), ("content", []), ("arguments", "")) if key in item})
            yield "response.output_item.added", {"output_index": index, "item": empty}
            if item["type"] == "function_call":
                for part in halves(item["arguments"]):
                    yield "response.function_call_arguments.delta", {**at, "delta": part}
                yield "response.function_call_arguments.done", {**at, "arguments": item["arguments"],
                                                                "name": item["name"]}
            elif item["type"] == "reasoning":
                at["summary_index"] = 0
                yield "response.reasoning_summary_part.added", {**at, "part": {"type": "summary_text", "text": ""}}
                for piece in answer.thoughts:
                    yield "response.reasoning_summary_text.delta", {**at, "delta": piece}
                yield "response.reasoning_summary_text.done", {**at, "text": item["summary"][0]["text"]}
                yield "response.reasoning_summary_part.done", {**at, "part": item["summary"][0]}
            else:
                at["content_index"] = 0
                yield "response.content_part.added", {**at, "part": {"type": "output_text", "text": "",
                                                                     "annotations": []}}
                for piece in answer.text:
                    yield "response.output_text.delta", {**at, "delta": piece, "logprobs": []}
                yield "response.output_text.done", {**at, "text": "".join(answer.text), "logprobs": []}
                yield "response.content_part.done", {**at, "part": item["content"][0]}
            yield "response.output_item.done", {"output_index": index, "item": item}
        yield ("response.incomplete" if answer.end == "length" else "response.completed",
               {"response": self.whole(answer, body)})

    def stream(self, answer, body):
        for number, (name, value) in enumerate(self.events(answer, body)):
            yield as_sse({"type": name, "sequence_number": number, **value}, name)


class Anthropic(Wire):
    ENDS = {"stop": "end_turn", "sequence": "stop_sequence", "length": "max_tokens", "tools": "tool_use"}

    def hear(self, path, body, heard):
        assert path == "/v1/messages", path
        system = body.get("system", "")
        heard.system = system if isinstance(system, str) else "".join(block["text"] for block in system)
        names = {}
        for message in body["messages"]:
            assert message["role"] in ("user", "assistant"), message["role"]
            blocks = message["content"]
            if isinstance(blocks, str):
                blocks = [{"type": "text", "text": blocks}]
            for block in blocks:
                self.hear_block(block, message["role"], names, heard)
        heard.tools = [tool["name"] for tool in body.get("tools", []) if "input_schema" in tool]
        form = (body.get("output_config") or {}).get("format")
        heard.schema = form["schema"] if form else None
        heard.thinks = body.get("thinking", {}).get("type") in ("enabled", "adaptive")
        heard.stop = body.get("stop_sequences", [])
        heard.limit = body["max_tokens"]

    def hear_block(self, block, role, names, heard):
        kind = block["type"]
        if kind == "text" and role == "user":
            heard.user += block["text"]
        elif kind == "image":
            source = block["source"]
            assert source["type"] == "base64"
            heard.images.append((source["media_type"], base64.b64decode(source["data"], validate=True)))
        elif kind == "tool_use":
            names[block["id"]] = block["name"]
            heard.calls.append((block["name"], block["input"]))
        elif kind == "tool_result":
            content = block["content"]
            heard.results.append((names[block["tool_use_id"]], content if isinstance(content, str)
                                  else "".join(part["text"] for part in content)))

    def error(self, status):
        return {"type": "error", "error": {"type": "rate_limit_error", "message": MESSAGE}, "request_id": "req_1"}

    def blocks(self, answer):
        if answer.thoughts:
            yield ({"type": "thinking", "thinking": "", "signature": ""},
                   [{"type": "thinking_delta", "thinking": piece} for piece in answer.thoughts] +
                   [{"type": "signature_delta", "signature": "c2lnbmVk"}])
        if answer.text:
            yield {"type": "text", "text": ""}, [{"type": "text_delta", "text": piece} for piece in answer.text]
        for identity, name, arguments in answer.calls:
            yield ({"type": "tool_use", "id": identity, "name": name, "input": {}},
                   [{"type": "input_json_delta", "partial_json": part} for part in halves(json.dumps(arguments))])

    def message(self, body, **more):
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": [],
                "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": INPUT, "output_tokens": 1},
                **more}

    def ended(self, answer):
        return {"stop_reason": self.ENDS[answer.end], "stop_sequence": "END" if answer.end == "sequence" else None}

    def whole(self, answer, body):
        content = []
        if answer.thoughts:
            content.append({"type": "thinking", "thinking": "".join(answer.thoughts), "signature": "c2lnbmVk"})
        if answer.text:
            content.append({"type": "text", "text": "".join(answer.text)})
        content += [{"type": "tool_use", "id": i, "name": n, "input": a} for i, n, a in answer.calls]
        return self.message(body, content=content, usage={"input_tokens": INPUT, "output_tokens": OUTPUT},
                            **self.ended(answer))

    def stream(self, answer, body):
        yield as_sse({"type": "message_start", "message": self.message(body)}, "message_start")
        for index, (start, deltas) in enumerate(self.blocks(answer)):
            yield as_sse({"type": "content_block_start", "index": index, "content_block": start},
                         "content_block_start")
            for delta in deltas:
                yield as_sse({"type": "content_block_delta", "index": index, "delta": delta}, "content_block_delta")
            yield as_sse({"type": "content_block_stop", "index": index}, "content_block_stop")
        yield as_sse({"type": "message_delta", "delta": self.ended(answer), "usage": {"output_tokens": OUTPUT}},
                     "message_delta")
        yield as_sse({"type": "message_stop"}, "message_stop")


def either(value, one, other):
    return value.get(one, value.get(other))


class Gemini(Wire):
    ENDS = {"stop": "STOP", "sequence": "STOP", "length": "MAX_TOKENS", "tools": "STOP"}

    def streamed(self, path, body):
        return ":streamGenerateContent" in path

    def hear(self, path, body, heard):
        assert path.split("?")[0].endswith(("/models/gemini-2.5-flash:generateContent",
                                            "/models/gemini-2.5-flash:streamGenerateContent")), path
        assert not self.streamed(path, body) or "alt=sse" in path, path
        system = either(body, "systemInstruction", "system_instruction") or {"parts": []}
        heard.system = "".join(part["text"] for part in system["parts"])
        for content in body["contents"]:
            for part in content["parts"]:
                if "functionCall" in part:
                    heard.calls.append((part["functionCall"]["name"], part["functionCall"].get("args", {})))
                elif "functionResponse" in part:
                    heard.results.append((part["functionResponse"]["name"],
                                          json.dumps(part["functionResponse"]["response"])))
                elif "inlineData" in part:
                    # Google takes both spellings of names, and both alphabets.
                    data = part["inlineData"]
                    heard.images.append((either(data, "mimeType", "mime_type"),
                                         base64.urlsafe_b64decode(data["data"].replace("+", "-").replace("/", "_"))))
                elif content.get("role", "user") == "user":
                    heard.user += part["text"]
        for tool in body.get("tools", []):
            heard.tools += [one["name"] for one in tool.get("functionDeclarations", [])]
        config = body.get("generationConfig") or {}
        heard.schema = config.get("responseSchema", config.get("responseJsonSchema"))
        assert heard.schema is None or config["responseMimeType"] == "application/json"
        thinking = config.get("thinkingConfig") or {}
        heard.thinks = either(thinking, "includeThoughts", "include_thoughts") is True
        heard.stop = config.get("stopSequences", [])
        heard.limit = config.get("maxOutputTokens")

    def error(self, status):
        return {"error": {"code": status, "message": MESSAGE, "status": "RESOURCE_EXHAUSTED"}}

    def chunk(self, parts, end=None):
        candidate = {"index": 0, "content": {"role": "model", "parts": parts}}
        if end:
            candidate["finishReason"] = self.ENDS[end]
        return {"candidates": [candidate], "modelVersion": "gemini-2.5-flash", "responseId": "r1",
                "usageMetadata": {"promptTokenCount": INPUT, "candidatesTokenCount": OUTPUT,
                                  "totalTokenCount": INPUT + OUTPUT}}

    def parts(self, answer):
        yield from ([{"text": piece, "thought": True}] for piece in answer.thoughts)
        yield from ([{"text": piece}] for piece in answer.text)
        if answer.calls:
            yield [{"functionCall": {"name": n, "args": a}, "thoughtSignature": "c2ln"} for _, n, a in answer.calls]

    def whole(self, answer, body):
        return self.chunk([part for parts in self.parts(answer) for part in parts], answer.end)

    def stream(self, answer, body):
        parts = list(self.parts(answer))
        for piece in parts[:-1]:
            yield as_sse(self.chunk(piece))
        yield as_sse(self.chunk(parts[-1], answer.end))


def frame(kind, name, value):
    """One message of an AWS event stream, with its checksums."""
    payload = json.dumps(value).encode()
    head = b"".join(struct.pack(">B", len(key)) + key + b"\x07" + struct.pack(">H", len(text)) + text
                    for key, text in ((b":message-type", kind), (b":event-type", name),
                                      (b":content-type", b"application/json")))
    out = struct.pack(">II", 16 + len(head) + len(payload), len(head))
    out += struct.pack(">I", zlib.crc32(out)) + head + payload
    return out + struct.pack(">I", zlib.crc32(out))


class Bedrock(Wire):
    stream_type = "application/vnd.amazon.eventstream"
    ENDS = Anthropic.ENDS

    def streamed(self, path, body):
        return path.endswith("/converse-stream")

    def hear(self, path, body, heard):
        assert path.startswith("/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse"), path
        heard.system = "".join(block.get("text", "") for block in body.get("system", []))
        names = {}
        for message in body["messages"]:
            for block in message["content"]:
                assert len(block) == 1, block
                if "text" in block and message["role"] == "user":
                    heard.user += block["text"]
                elif "image" in block:
                    heard.images.append(("image/" + block["image"]["format"],
                                         base64.b64decode(block["image"]["source"]["bytes"], validate=True)))
                elif "toolUse" in block:
                    names[block["toolUse"]["toolUseId"]] = block["toolUse"]["name"]
                    heard.calls.append((block["toolUse"]["name"], block["toolUse"]["input"]))
                elif "toolResult" in block:
                    heard.results.append((names[block["toolResult"]["toolUseId"]],
                                          json.dumps(block["toolResult"]["content"])))
        for tool in body.get("toolConfig", {}).get("tools", []):
            heard.tools.append(tool["toolSpec"]["name"])
            if heard.tools[-1] == JSON_TOOL:
                heard.schema = tool["toolSpec"]["inputSchema"]["json"]
        if "outputConfig" in body:
            heard.schema = json.loads(body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"])
        more = body.get("additionalModelRequestFields", {})
        heard.thinks = more.get("thinking", {}).get("type") in ("enabled", "adaptive")
        inference = body.get("inferenceConfig", {})
        heard.stop = inference.get("stopSequences", [])
        heard.limit = inference.get("maxTokens")

    def error(self, status):
        return {"message": MESSAGE}

    def adapted(self, answer, body):
        """Where an answer in JSON was asked for as a tool, the model calls it."""
        names = [tool["toolSpec"]["name"] for tool in body.get("toolConfig", {}).get("tools", [])]
        if JSON_TOOL not in names:
            return answer
        return Answer(calls=[("tooluse_1", JSON_TOOL, json.loads("".join(answer.text)))], end="tools")

    def usage(self):
        return {"inputTokens": INPUT, "outputTokens": OUTPUT, "totalTokens": INPUT + OUTPUT}

    def whole(self, answer, body):
        answer = self.adapted(answer, body)
        content = []
        if answer.thoughts:
            content.append({"reasoningContent": {"reasoningText": {"text": "".join(answer.thoughts),
                                                                   "signature": "c2lnbmVk"}}})
        if answer.text:
            content.append({"text": "".join(answer.text)})
        content += [{"toolUse": {"toolUseId": i, "name": n, "input": a}} for i, n, a in answer.calls]
        return {"output": {"message": {"role": "assistant", "content": content}}, "usage": self.usage(),
                "stopReason": self.ENDS[answer.end], "metrics": {"latencyMs": 1}}

    def stream(self, answer, body):
        answer = self.adapted(answer, body)
        index = 0

        def event(name, value):
            return frame(b"event", name, {**value, "p": "abcdefgh"})

        def deltas(values):
            nonlocal index
            for value in values:
                yield event(b"contentBlockDelta", {"contentBlockIndex": index, "delta": value})
            yield event(b"contentBlockStop", {"contentBlockIndex": index})
            index += 1

        yield event(b"messageStart", {"role": "assistant"})
        if answer.thoughts:
            yield from deltas([{"reasoningContent": {"text": piece}} for piece in answer.thoughts] +
                              [{"reasoningContent": {"signature": "c2lnbmVk"}}])
        if answer.text:
            yield from deltas([{"text": piece} for piece in answer.text])
        for identity, name, arguments in answer.calls:
            yield event(b"contentBlockStart", {"contentBlockIndex": index,
                                               "start": {"toolUse": {"toolUseId": identity, "name": name}}})
            yield from deltas([{"toolUse": {"input": part}} for part in halves(json.dumps(arguments))])
        yield event(b"messageStop", {"stopReason": self.ENDS[answer.end]})
        yield event(b"metadata", {"usage": self.usage(), "metrics": {"latencyMs": 1}})


class Cohere(Wire):
    ENDS = {"stop": "COMPLETE", "sequence": "STOP_SEQUENCE", "length": "MAX_TOKENS", "tools": "TOOL_CALL"}

    def hear(self, path, body, heard):
        assert path == "/v2/chat", path
        OpenAi.hear(self, "/v1/chat/completions", {key: value for key, value in body.items()
                                                   if key not in ("response_format", "stop")}, heard)
        form = body.get("response_format")
        assert not form or form["type"] == "json_object", form
        heard.schema = form["json_schema"] if form else None
        heard.thinks = body.get("thinking", {}).get("type") == "enabled"
        heard.stop = body.get("stop_sequences", [])
        heard.limit = body.get("max_tokens")

    def error(self, status):
        return {"id": "e1", "message": MESSAGE}

    def usage(self):
        return {"billed_units": {"input_tokens": INPUT, "output_tokens": OUTPUT},
                "tokens": {"input_tokens": INPUT, "output_tokens": OUTPUT}}

    def whole(self, answer, body):
        message = {"role": "assistant"}
        content = [{"type": "thinking", "thinking": "".join(answer.thoughts)}] if answer.thoughts else []
        content += [{"type": "text", "text": "".join(answer.text)}] if answer.text else []
        if content:
            message["content"] = content
        if answer.calls:
            message["tool_calls"] = [{"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
                                     for i, n, a in answer.calls]
        return {"id": "c1", "finish_reason": self.ENDS[answer.end], "message": message, "usage": self.usage()}

    def stream(self, answer, body):
        index = 0

        def event(kind, message=None, **more):
            value = {"type": kind, **more}
            if message is not None:
                value["delta"] = {"message": message}
            return as_sse(value, kind)

        yield event("message-start", {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": []}, id="c1")
        for kind, pieces in (("thinking", answer.thoughts), ("text", answer.text)):
            if pieces:
                yield event("content-start", {"content": {"type": kind, kind: ""}}, index=index)
                for piece in pieces:
                    yield event("content-delta", {"content": {kind: piece}}, index=index)
                yield event("content-end", index=index)
                index += 1
        for number, (identity, name, arguments) in enumerate(answer.calls):
            yield event("tool-call-start", {"tool_calls": {"id": identity, "type": "function", "function": {
                "name": name, "arguments": ""}}}, index=number)
            for part in halves(json.dumps(arguments)):
                yield event("tool-call-delta", {"tool_calls": {"function": {"arguments": part}}}, index=number)
            yield event("tool-call-end", index=number)
        yield as_sse({"type": "message-end", "delta": {"finish_reason": self.ENDS[answer.end], "usage": self.usage()}},
                     "message-end")


class Ollama(Wire):
    stream_type = "application/x-ndjson"

    def hear(self, path, body, heard):
        assert path == "/api/chat", path
        assert isinstance(body["stream"], bool)
        for message in body["messages"]:
            assert isinstance(message["content"], str), message
            if message["role"] == "system":
                heard.system += message["content"]
            elif message["role"] == "tool":
                heard.results.append((message["tool_name"], message["content"]))
            elif message["role"] == "user":
                heard.user += message["content"]
                # Ollama is told no media type: it looks at the bytes.
                heard.images += [("image/png", base64.b64decode(data, validate=True))
                                 for data in message.get("images", [])]
            heard.calls += [(call["function"]["name"], call["function"]["arguments"])
                            for call in message.get("tool_calls", [])]
        heard.tools = [tool["function"]["name"] for tool in body.get("tools", [])]
        heard.schema = body.get("format")
        heard.thinks = bool(body.get("think"))
        options = body.get("options", {})
        heard.stop = options.get("stop", [])
        heard.limit = options.get("num_predict")

    def error(self, status):
        return {"error": MESSAGE}

    def line(self, body, message, **more):
        return {"model": body["model"], "created_at": "2026-01-01T00:00:00Z",
                "message": {"role": "assistant", "content": "", **message}, "done": False, **more}

    def done(self, answer):
        return {"done": True, "done_reason": "length" if answer.end == "length" else "stop",
                "total_duration": 5, "prompt_eval_count": INPUT, "eval_count": OUTPUT}

    def tool_calls(self, answer):
        return [{"function": {"name": n, "arguments": a}} for _, n, a in answer.calls]

    def whole(self, answer, body):
        message = {"content": "".join(answer.text)}
        if answer.thoughts:
            message["thinking"] = "".join(answer.thoughts)
        if answer.calls:
            message["tool_calls"] = self.tool_calls(answer)
        return self.line(body, message, **self.done(answer))

    def stream(self, answer, body):
        messages = [{"thinking": piece} for piece in answer.thoughts] + [{"content": piece} for piece in answer.text]
        if answer.calls:
            messages.append({"tool_calls": self.tool_calls(answer)})
        for message in messages:
            yield json.dumps(self.line(body, message)).encode() + b"\n"
        yield json.dumps(self.line(body, {}, **self.done(answer))).encode() + b"\n"


WIRES = {"openai": OpenAi(), "responses": Responses(), "anthropic": Anthropic(), "gemini": Gemini(),
         "bedrock": Bedrock(), "cohere": Cohere(), "ollama": Ollama()}

class Azure(OpenAi):
    def hear(self, path, body, heard):
        assert path.startswith(("/openai/deployments/m/chat/completions?", "/models/chat/completions",
                                "/v1/chat/completions", "/chat/completions")), path
        OpenAi.hear(self, "/v1/chat/completions", body, heard)

    def whole(self, answer, body):
        return OpenAi.whole(self, answer, {"model": "m", **body})


class Similar(OpenAi):
    """Servers that keep OpenAI's chat under a path of their own."""

    def hear(self, path, body, heard):
        assert path.rstrip("/").endswith("/chat/completions") and "{" not in path, path
        OpenAi.hear(self, "/v1/chat/completions", body, heard)


class Agent(Responses):
    def hear(self, path, body, heard):
        assert path == "/v1/agent", path
        Responses.hear(self, "/v1/responses", body, heard)


# Variants that other tests than the matrix ask for.
EVERY_WIRE = {**WIRES, "azure": Azure(), "vertex": Gemini(), "similar": Similar(), "agent": Agent()}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass  # Connections that end early are part of the script.


class Provider:
    def __init__(self):
        self.heard = None    # The last request.
        self.problem = None  # Why it could not be read.
        owner = self

        class Handler(_Handler):
            provider = owner

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider = None

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        _, name, scene, path = self.path.split("/", 3)
        wire, answer = EVERY_WIRE[name], SCENES[scene.replace("-", " ")]
        heard = Heard()
        heard.path, heard.body = "/" + path, body
        heard.streamed = wire.streamed(heard.path, body)
        self.provider.heard, self.provider.problem = heard, None
        try:
            wire.hear(heard.path, body, heard)
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            self.provider.problem = f"{type(problem).__name__}: {problem}"
        if answer.status != 200:
            self.send(answer.status, json.dumps(wire.error(answer.status)).encode())
        elif not heard.streamed:
            self.send(200, json.dumps(wire.whole(answer, body)).encode())
        else:
            self.stream(wire, answer, body)

    def send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, wire, answer, body):
        self.send_response(200)
        self.send_header("Content-Type", wire.stream_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for data in wire.stream(answer, body):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            # The second piece of the text never comes.
            if answer.cut and json.dumps(PIECES[0])[1:-1].encode() in data:
                self.close_connection = True
                return
        self.wfile.write(b"0\r\n\r\n")
