#!/usr/bin/env python3
"""Writes seeds for the fuzz targets: seeds.py FOLDER makes FOLDER/eventstream, FOLDER/messages, FOLDER/converse."""
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

SEEDS = {
    "messages": [sse(message(TEXT)), sse(message(THINKING, TEXT, TOOL)), sse(message(SERVER)), sse(ERROR),
                 json.dumps(WHOLE).encode()],
    "converse": [lines(CONVERSE), lines(CONVERSE[:5]), json.dumps(ANSWER).encode()],
    "eventstream": [frame([(b":event-type", b"a"), (b":message-type", b"event")], b"{}"), frame([], b""),
                    frame([(b"a", b"b")], b"x") * 2],
}

for name, seeds in SEEDS.items():
    folder = pathlib.Path(sys.argv[1], name)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / str(number)).write_bytes(seed)
