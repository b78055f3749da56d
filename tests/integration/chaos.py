"""Providers that fail in every way, under load from four client dialects: each answer is whole and right, or an error.

usage: chaos.py PORTICOD [--requests N] [--seed N] [--clients N]
Two good deployments and a bad one, with a spare group behind them. Three parts: the bad one is asked again and again
(no rests), it rests as usual, and all but the spare are bad. In each a healthy deployment is left for every request,
so that nearly all must succeed. A fourth part, in which nobody is healthy, looks at the errors alone.
"""
import argparse
import asyncio
import collections
import json
import random
import re
import sys
import time

from faulty import Provider
from gateway import KEY, Gateway
from wellformed import DIALECTS, Malformed, need

# At least this share of the requests succeeds while a deployment is healthy.
NEEDED = 0.9999
ANSWER_S = 60
FAULTS = ("status=429", "status=429,retry-after=1", "status=429,retry-after-ms=50", "status=500", "status=529",
          "status=503", "hangup", "cut=0", "cut={n}", "cut={n},how=rst", "half={n}", "half={n},how=rst", "garbage={n}",
          "garbage=0", "stall={n}", "first=30,gap=15", "gap=10,cut={n},how=rst")
# What takes as long as a time-out is asked for less often.
SLOW = ("stall={n}",)
PIECES = ["Hello", " from", " \u00dcnic\u00f6de \U0001f600", " \"quoted\" \\ text", "\n\nnew line", " data: [DONE]", " </s>", "."]


def pieces_for(text):
    """The answer to a request, by what it says: unlike any other, so that a mixed-up one is seen."""
    number = int(re.search(r"ask (\d+)", text)[1])
    chance = random.Random(number)
    return [f"<{number}>"] + [f"{chance.choice(PIECES)}{i}" for i in range(chance.randint(2, 12))]


class Faults:
    """The faults of one deployment; rate: how many of its requests go wrong."""

    def __init__(self, seed, rate=0.0):
        self.random = random.Random(seed)
        self.rate = rate
        self.made = collections.Counter()

    def __call__(self, request):
        if self.random.random() >= self.rate:
            return ""
        fault = self.random.choice(FAULTS)
        if fault in SLOW and self.random.random() < 0.7:
            fault = FAULTS[0]
        self.made[fault] += 1
        return fault.format(n=self.random.randint(1, 4))


class Client:
    """One connection at a time, HTTP/1.1 by hand: what is cut short must not look whole."""

    def __init__(self, port):
        self.port = port
        self.writer = None

    async def ask(self, path, body):
        """Status, headers and body; Malformed for what is no complete HTTP answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        data = json.dumps(body).encode()
        self.writer.write((f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                           f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n").encode() + data)
        try:
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:] if line}
            if headers.get("transfer-encoding") == "chunked":
                answer = await self._chunks()
            else:
                answer = await self.reader.readexactly(int(headers["content-length"]))
        except (asyncio.IncompleteReadError, ConnectionError) as problem:
            self.close()
            raise Malformed(f"the answer is cut: {problem!r}, {getattr(problem, 'partial', b'')[:200]!r}") from None
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split(" ")[1]), headers, answer

    async def _chunks(self):
        out = []
        while True:
            size = int(await self.reader.readline(), 16)
            out.append(await self.reader.readexactly(size))
            need(await self.reader.readexactly(2) == b"\r\n", "a chunk without its end")
            if size == 0:
                return b"".join(out)

    def close(self):
        if self.writer:
            self.writer.close()
        self.writer = None


class Part:
    """Some requests under one config and one set of faults."""

    def __init__(self, name):
        self.name = name
        self.asked = self.good = self.moved = self.retried = self.on_went = 0
        self.errors = collections.Counter()
        self.malformed = []
        self.failed = []
        self.waits = []

    async def one(self, client, number):
        dialect = DIALECTS[list(DIALECTS)[number % 4]]
        stream = number // 4 % 3 != 0
        path, body = dialect.request("m", f"ask {number} please", stream)
        begun = time.monotonic()
        self.asked += 1
        data = b""
        try:
            status, headers, data = await asyncio.wait_for(client.ask(path, body), ANSWER_S)
            if status != 200:
                answer = dialect.error(status, data)
            elif stream:
                need("text/event-stream" in headers["content-type"], "a stream that says it is none")
                answer = dialect.stream(data)
            else:
                answer = dialect.whole(data)
            self.judge(number, answer, headers)
        except (Malformed, KeyError, IndexError, TypeError, ValueError, asyncio.TimeoutError) as problem:
            client.close()
            self.malformed.append(f"{list(DIALECTS)[number % 4]} {number}, stream {stream}: {problem!r}\n{data[-700:]!r}")
        self.waits.append(time.monotonic() - begun)

    def judge(self, number, answer, headers):
        expected = "".join(pieces_for(f"ask {number}"))
        self.retried += headers.get("x-litellm-attempted-retries", "0") != "0"
        self.moved += headers.get("x-litellm-attempted-fallbacks", "0") != "0"
        if answer.error is None:
            need(answer.text == expected, f"wrong text: {answer.text!r}, not {expected!r}")
            self.good += 1
            return
        need(expected.startswith(answer.text), f"wrong text before the error: {answer.text!r}, not {expected!r}")
        self.errors[re.sub(r"\d+", "N", answer.error.split("\n")[0])[:110]] += 1
        self.failed.append(f"{list(DIALECTS)[number % 4]} {number}: {answer.error[:300]} after {answer.text!r}")

    async def run(self, port, first, count, clients):
        numbers = iter(range(first, first + count))

        async def work():
            client = Client(port)
            for number in numbers:
                await self.one(client, number)
            client.close()
        await asyncio.gather(*(work() for _ in range(clients)))

    def tell(self, seconds):
        waits = sorted(self.waits)
        print(f"{self.name}: {self.asked} asked in {seconds:.1f} s, {self.good} whole and right "
              f"({self.good / self.asked:.4%}), {sum(self.errors.values())} errors, {len(self.malformed)} malformed; "
              f"{self.retried} retried, {self.moved} fell back, {self.on_went} streams went on elsewhere; wait median "
              f"{waits[len(waits) // 2] * 1000:.0f} ms, p99 {waits[len(waits) * 99 // 100] * 1000:.0f} ms", flush=True)
        for text, count in self.errors.most_common(5):
            print(f"  {count} x {text}")
        for text in [*self.malformed[:4], *(self.failed[:3] if len(self.failed) < 20 else [])]:
            print(f"  {text}")


class Chaos:
    def __init__(self, program, seed):
        self.program = program
        self.providers = {name: Provider(Faults(seed + i), lambda request: pieces_for(request.text()), keep=False)
                          for i, name in enumerate(("good-chat", "good-messages", "bad", "spare"))}
        self.next = 0

    def config(self, settings):
        rows = ""
        for name, provider in self.providers.items():
            family, base = ("anthropic", provider.base[:-3]) if name == "good-messages" else ("openai", provider.base)
            rows += (f"  - model_name: {'spare' if name == 'spare' else 'm'}\n    litellm_params: "
                     f"{{model: {family}/{name}, api_base: '{base}', api_key: sk-upstream, "
                     f"use_chat_completions_api: true}}\n    model_info: {{id: {name}}}\n")
        return (f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\n"
                f"router_settings:\n  num_retries: 2\n  fallbacks: [{{m: [spare]}}]\n{settings}"
                "portico_settings: {timeouts: {first_token: 3, gap: 3, total: 6}}\n"
                "litellm_settings: {use_chat_completions_url_for_anthropic_messages: true}\n")

    def part(self, name, count, clients, rates, settings=""):
        for provider in self.providers.values():
            provider.faults.rate = 0.0
            provider.went_on = 0
        for deployment, rate in rates.items():
            self.providers[deployment].faults.rate = rate
        served = Gateway(self.program, self.config(settings)).start()
        part = Part(name)
        begun = time.monotonic()
        try:
            asyncio.run(part.run(served.port, self.next, count, clients))
        finally:
            code = served.stop()
            served.close_folder()
        self.next += count
        part.on_went = sum(provider.went_on for provider in self.providers.values())
        part.tell(time.monotonic() - begun)
        if code != 0:
            part.malformed.append(f"porticod ended with {code}")
            print(served.text()[-2000:])
        return part

    def close(self):
        made = sum((provider.faults.made for provider in self.providers.values()), collections.Counter())
        print("faults: " + ", ".join(f"{count} x {name}" for name, count in made.most_common()))
        for provider in self.providers.values():
            provider.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--requests", type=int, default=1500)
    options.add_argument("--clients", type=int, default=48)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    chaos = Chaos(options.program, options.seed)
    tenth = options.requests // 10
    all_bad = {"good-chat": 0.6, "good-messages": 0.6, "bad": 0.9}
    no_rest = "  disable_cooldowns: true\n"
    healthy = [chaos.part("one bad of three, no rests", 4 * tenth, options.clients, {"bad": 0.9}, no_rest),
               chaos.part("one bad of three", 2 * tenth, options.clients, {"bad": 0.9}),
               chaos.part("all bad but the spare", 3 * tenth, options.clients, all_bad, no_rest)]
    nobody = chaos.part("all bad", options.requests - 9 * tenth, options.clients, {**all_bad, "spare": 0.9}, no_rest)
    chaos.close()
    asked = sum(part.asked for part in healthy)
    good = sum(part.good for part in healthy)
    malformed = sum(len(part.malformed) for part in [*healthy, nobody])
    print(f"{asked + nobody.asked} requests, {malformed} malformed; while a deployment was healthy {good} of {asked} "
          f"succeeded ({good / asked:.4%})")
    sys.exit(0 if malformed == 0 and good >= NEEDED * asked and nobody.errors else 1)


if __name__ == "__main__":
    main()
