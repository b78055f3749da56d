#!/usr/bin/env python3
"""Writes seeds for the fuzz targets: seeds.py FOLDER makes FOLDER/eventstream, FOLDER/messages and so on.

Where a target's first byte chooses what it tries, so do these seeds' first bytes."""
import json
import pathlib
import struct
import sys
import zlib


def frame(headers, payload):
    head = b"".join(bytes([len(n)]) + n + b"\x07" + struct.pack(">H", len(v)) + v for n, v in headers)
    out = struct.pack(">II", 16 + len(head) + len(payload), len(head))
    out += struct.pack(">I", zlib.crc32(out)) + head + payload
    return out + struct.pack(">I", zlib.crc32(out))


def block(index, start, *deltas):
    yield {"type": "content_block_start", "index": index, "content_block": start}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def message(*blocks):
    usage = {"input_tokens": 1, "cache_read_input_tokens": 2, "cache_creation_input_tokens": 3, "output_tokens": 1}
    yield {"type": "message_start", "message": {"id": "msg_1", "model": "c", "usage": usage}}
    for one in blocks:
        yield from one
    yield {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 9}}
    yield {"type": "message_stop"}


def sse(events):
    return "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events).encode()


def lines(events):
    return "".join(f"{name} {json.dumps(payload)}\n" for name, payload in events).encode()


TEXT = list(block(0, {"type": "text", "text": ""}, {"type": "text_delta", "text": "Caf\u00e9"},
                  {"type": "citations_delta", "citation": {"url": "u", "title": "t"}}))
THINKING = list(block(1, {"type": "thinking", "thinking": ""}, {"type": "thinking_delta", "thinking": "hm"},
                      {"type": "signature_delta", "signature": "s"}))
TOOL = list(block(2, {"type": "tool_use", "id": "t", "name": "f", "input": {}},
                  {"type": "input_json_delta", "partial_json": '{"a":'}, {"type": "input_json_delta", "partial_json": "1}"}))
SERVER = list(block(3, {"type": "server_tool_use", "id": "s", "name": "w", "input": {}},
                    {"type": "input_json_delta", "partial_json": "{}"}))
ERROR = [{"type": "error", "error": {"type": "overloaded_error", "message": "m"}}]
WHOLE = {"id": "m", "content": [{"type": "text", "text": "x"}, {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}],
         "stop_reason": "tool_use", "usage": {"input_tokens": 1, "output_tokens": 2, "iterations": [{}, {}]}}
CONVERSE = [("messageStart", {"role": "assistant"}),
            ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"text": "hm"}}}),
            ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"signature": "s"}}}),
            ("contentBlockStop", {"contentBlockIndex": 0}),
            ("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"text": "x"}}),
            ("contentBlockStart", {"contentBlockIndex": 2, "start": {"toolUse": {"toolUseId": "t", "name": "f"}}}),
            ("contentBlockDelta", {"contentBlockIndex": 2, "delta": {"toolUse": {"input": "{}"}}}),
            ("contentBlockStop", {"contentBlockIndex": 2}),
            ("messageStop", {"stopReason": "tool_use"}),
            ("metadata", {"usage": {"inputTokens": 1, "outputTokens": 2, "cacheDetails": [{"ttl": "1h", "inputTokens": 1}]}})]
ANSWER = {"output": {"message": {"content": [{"text": "x"}, {"toolUse": {"toolUseId": "t", "name": "f", "input": {}}},
                                             {"reasoningContent": {"reasoningText": {"text": "h"}}}]}}, "stopReason": "end_turn"}



def scripted():
    """What the scripted provider of the integration tests says, as each of its wires says it."""
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration"))
    import wires
    body = {"model": "m", "stream_options": {"include_usage": True}}
    for number, name in enumerate(["openai", "responses", "gemini", "cohere", "ollama"]):
        wire = wires.WIRES[name]
        for answer in wires.SCENES.values():
            if answer.status == 200:
                yield bytes([number]) + b"".join(wire.stream(answer, body))
                yield bytes([number]) + json.dumps(wire.whole(answer, body)).encode()
            else:
                yield bytes([number]) + json.dumps(wire.error(answer.status)).encode()


def asked(number, value):
    return bytes([number]) + json.dumps(value).encode()


PICTURE = "data:image/png;base64,AAAA"
PARAMETERS = {"type": "object", "properties": {"a": {"type": "string"}}}
ANSWERS = list(scripted())
REQUESTS = [
    asked(0, {"model": "m", "stream": True, "stop": ["x"], "max_tokens": 5, "reasoning_effort": "low", "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": [{"type": "text", "text": "t"}, {"type": "image_url", "image_url": {"url": PICTURE}}]},
        {"role": "assistant", "content": None, "reasoning_content": "r", "tool_calls": [
            {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c", "content": "r"}],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": PARAMETERS}}], "tool_choice": "required",
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": PARAMETERS}}}),
    asked(1, {"model": "m", "prompt": "p", "suffix": "s"}),
    asked(2, {"model": "m", "input": ["a", "b"], "dimensions": 3}),
    asked(3, {"model": "m", "instructions": "s", "reasoning": {"effort": "low"}, "max_output_tokens": 5, "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "t"}, {"type": "input_image", "image_url": PICTURE}]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "r"}], "encrypted_content": "e"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "r"}],
        "tools": [{"type": "function", "name": "f", "parameters": PARAMETERS}, {"type": "web_search"}],
        "text": {"format": {"type": "json_schema", "name": "n", "schema": PARAMETERS}}}),
    asked(4, {"model": "m", "max_tokens": 5, "system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}],
              "thinking": {"type": "enabled", "budget_tokens": 1024}, "stop_sequences": ["x"], "messages": [
                  {"role": "user", "content": [{"type": "image", "source": {
                      "type": "base64", "media_type": "image/png", "data": "AAAA"}}, {"type": "text", "text": "t"}]},
                  {"role": "assistant", "content": [{"type": "thinking", "thinking": "r", "signature": "s"},
                                                    {"type": "tool_use", "id": "c", "name": "f", "input": {}}]},
                  {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": "r"}]}],
              "tools": [{"name": "f", "input_schema": PARAMETERS}], "tool_choice": {"type": "any"}}),
    asked(5, {"systemInstruction": {"parts": [{"text": "s"}]}, "contents": [
        {"role": "user", "parts": [{"text": "t"}, {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]},
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}, "thoughtSignature": "s"}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"r": 1}}}]}],
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": PARAMETERS}]}],
        "generationConfig": {"maxOutputTokens": 5, "stopSequences": ["x"], "responseMimeType": "application/json",
                             "responseSchema": PARAMETERS, "thinkingConfig": {"includeThoughts": True}}}),
    asked(6, {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 3}),
]
HTTP = [b"\0event: e\ndata: a\r\ndata: b\n\n: c\n\n", b"\0\xef\xbb\xbfid: 1\rdata\r\r",
        b"\x015;x=y\r\nhello\r\n0\r\nt: v\r\n\r\n",
        b"\2POST /v1/x?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}",
        b"\2POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"\2GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Encoding: gzip\r\n\r\n",
        b"\3HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"\3HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"\3HTTP/1.0 404 No\r\n\r\nuntil close"]
SEEDS = {
    "messages": [sse(message(TEXT)), sse(message(THINKING, TEXT, TOOL)), sse(message(SERVER)), sse(ERROR),
                 json.dumps(WHOLE).encode()],
    "converse": [lines(CONVERSE), lines(CONVERSE[:5]), json.dumps(ANSWER).encode()],
    "answers": ANSWERS,
    "requests": REQUESTS,
    "http": HTTP,
    "spans": [b"a: 1\nb: [x, {c: 'd'}]\n", b"- &a x # c\n- *a\n- |\n  text\n- !t \"q\\n\"\n",
              b"m: {<<: *b}\n? k\n: v\n---\n", b"k: >-\n  folded\n  text\nl:\n- - 1\n"],
    "lossless": [b"\x00{\n  // c\n  a: {'x': 1,},\n}\n", b"\x00[{\"name\": \"\\u00e9\"}] /* c */", b"\x00{\"a\":{}}",
                 b"\x01k = 1 # c\n\n[a]\nb.c = [1,\n 2]\n[[l]]\n", b"\x01a = { b = 'x' }\r\n", b"\x01[a.b]\ns = \"\"\"\nt\"\"\"\n",
                 b"\x02export A='x' # c\nNAME=\"y\\n\"\n", b"\x03a\n# >>> portico >>>\nexport NAME='1'\n# <<< portico <<<\n"],
    "eventstream": [frame([(b":event-type", b"a"), (b":message-type", b"event")], b"{}"), frame([], b""),
                    frame([(b"a", b"b")], b"x") * 2],
}

for name, seeds in SEEDS.items():
    folder = pathlib.Path(sys.argv[1], name)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / str(number)).write_bytes(seed)
