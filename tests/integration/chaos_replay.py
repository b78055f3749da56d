"""Recorded providers that fail: two good deployments and a bad one replay the same recording, four dialects ask for it.

usage: chaos_replay.py PORTICOD [--corpus FOLDER] [--requests N]
The recordings and their replay server lie beside the project; without them the test says so and is skipped. What breaks
in the middle ends in an error event here, since a recording cannot be carried on with.
"""
import argparse
import asyncio
import glob
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time

from chaos import Client
from gateway import KEY, Gateway, skip, wait_until
from wellformed import DIALECTS, Malformed, need

PLAIN = {"split": "events", "delay_ms": 0, "fail_after": 0, "fail_how": "fin", "status": 0, "first": 0, "retry_after": None}
BEFORE = [{"status": 429, "first": 10 ** 9}, {"status": 429, "first": 10 ** 9, "retry_after": 1},
          {"status": 500, "first": 10 ** 9}, {"status": 529, "first": 10 ** 9}]
WITHIN = [{"fail_after": 3, "fail_how": "fin"}, {"fail_after": 3, "fail_how": "rst"},
          {"fail_after": 200, "fail_how": "rst", "split": "bytes:7"}, {"split": "random:5", "delay_ms": 2}]


class Replay:
    def __init__(self, corpus):
        self.folder = tempfile.TemporaryDirectory()
        port_file = os.path.join(self.folder.name, "port")
        self.process = subprocess.Popen(
            [sys.executable, "-B", os.path.join(corpus, "replay_upstream.py"), "--corpus", os.path.join(corpus, "open"),
             "--port-file", port_file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(port_file) and open(port_file).read().strip(), "the replay server listens",
                   seconds=60)
        with open(port_file, encoding="utf-8") as file:
            self.port = int(file.read())

    def control(self, values):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", "/__control", json.dumps({**PLAIN, **values}))
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        need(answer.status == 200, text)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def recordings(corpus):
    """Streams of plain text: id and text."""
    out = {}
    for path in sorted(glob.glob(os.path.join(corpus, "open", "*.json"))):
        with open(path, encoding="utf-8") as file:
            one = json.load(file)
        expected = one.get("expected") or {}
        if (one["stream"] and one["api"] == "openai-chat" and expected.get("text") and not expected.get("tool_calls") and
                not expected.get("reasoning_text") and expected.get("finish_reason") == "stop"):
            out[one["id"]] = expected["text"]
    return out


async def ask_all(port, texts, count, problems, begins):
    numbers = iter(range(count))
    ids = list(texts)
    tally = {"good": 0, "errors": 0}

    async def work():
        client = Client(port)
        for number in numbers:
            name = list(DIALECTS)[number % 4]
            identity = ids[number // 4 % len(ids)]
            path, body = DIALECTS[name].request("m-" + identity, "hi", True)
            data = b""
            try:
                status, _, data = await asyncio.wait_for(client.ask(path, body), 60)
                answer = DIALECTS[name].stream(data) if status == 200 else DIALECTS[name].error(status, data)
                need(texts[identity].startswith(answer.text), f"wrong text {answer.text!r:.200}")
                need(answer.error is not None or answer.text == texts[identity], f"text is missing: {answer.text!r:.200}")
                tally["errors" if answer.error else "good"] += 1
                need(begins or not answer.error, f"an error: {answer.error}")
            except (Malformed, KeyError, IndexError, TypeError, ValueError, asyncio.TimeoutError) as problem:
                client.close()
                problems.append(f"{name} {identity}: {problem!r} {data[-600:]!r}")
        client.close()
    await asyncio.gather(*(work() for _ in range(24)))
    return tally


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--corpus", default=os.path.join(os.path.dirname(__file__), "../../../shared/corpus"))
    options.add_argument("--requests", type=int, default=800)
    options = options.parse_args()
    if not os.path.exists(os.path.join(options.corpus, "replay_upstream.py")):
        skip(f"no recordings at {options.corpus}")
    texts = recordings(options.corpus)
    replays = [Replay(options.corpus) for _ in range(3)]
    rows = "".join(f"  - model_name: m-{identity}\n    litellm_params: {{model: openai/x, api_key: sk-upstream, "
                   f"api_base: 'http://127.0.0.1:{replay.port}/replay/{identity}', use_chat_completions_api: true}}\n"
                   for identity in texts for replay in replays)
    served = Gateway(options.program, f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\n"
                                      "router_settings: {num_retries: 2, disable_cooldowns: true, midstream_fallback: false}\n"
                                      "litellm_settings: {use_chat_completions_url_for_anthropic_messages: true}\n").start()
    problems, asked = [], 0
    try:
        for fault in [*BEFORE, *WITHIN]:
            replays[2].control(fault)
            each = options.requests // (len(BEFORE) + len(WITHIN))
            begun = time.monotonic()
            tally = asyncio.run(ask_all(served.port, texts, each, problems, fault in WITHIN))
            asked += each
            print(f"{fault}: {tally} in {time.monotonic() - begun:.1f} s", flush=True)
    finally:
        served.stop()
        served.close_folder()
        for replay in replays:
            replay.close()
    for problem in problems[:5]:
        print("  " + problem)
    print(f"{asked} requests for {len(texts)} recordings, {len(problems)} not well")
    sys.exit(1 if problems or not texts else 0)


if __name__ == "__main__":
    main()
