"""Kills porticod under load and counts: no request that a client saw complete may miss its row in the ledger.

  ledger_kill.py PORTICOD [--kills N] [--repeats N]
"""
import argparse
import collections
import os
import random
import sqlite3
import sys
import threading
import time
import uuid

from gateway import KEY, Gateway, deployment, wait_until
from ledgersums import COUNTS, sums_of_days
from upstream import TEXT, Upstream

THREADS = 8
SENDERS = 8
MODELS = ("plain", "drip-3-8")
LEAST_S, MOST_S = 0.15, 0.6  # Load before each kill.
SETTLE_S = 15


def config(base):
    return ("model_list:\n" + "".join(deployment(name, name, base) for name in MODELS) +
            f"general_settings: {{master_key: {KEY}}}\n")


class Load:
    """Threads that send one request after the other, each with a call id of its own, until stopped."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.sent = []
        self.complete = []
        self.wrong = []
        self.dying = False
        self.threads = [threading.Thread(target=self._run, args=(number,)) for number in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def kill(self):
        self.dying = True
        self.gateway.kill()
        for thread in self.threads:
            thread.join()

    def _run(self, number):
        connection = self.gateway.connect(10)
        count = number
        while not self.dying:
            count += 1
            stream = count % 2 == 0
            model = MODELS[count // 2 % 2] if stream else "plain"
            call_id = str(uuid.uuid4())
            body = f'{{"model":"{model}","messages":[{{"role":"user","content":"hi"}}],"stream":{str(stream).lower()}}}'
            self.sent.append(call_id)
            try:
                connection.request("POST", "/v1/chat/completions", body,
                                   {"Authorization": f"Bearer {KEY}", "x-litellm-call-id": call_id,
                                    "x-pass-test-id": call_id})
                answer = connection.getresponse()
                data = self._read(answer, stream)
            except Exception as problem:  # Whatever the client library makes of a killed gateway.
                if not self.dying:
                    self.wrong.append((0, repr(problem)))
                break
            if answer.status != 200 or (not stream and TEXT.encode() not in data):
                self.wrong.append((answer.status, data[:200]))
            elif not stream or b"data: [DONE]" in data:
                self.complete.append(call_id)
        connection.close()

    @staticmethod
    def _read(answer, stream):
        """All of it; of a stream at least up to its end marker, since a client stops there."""
        if not stream:
            return answer.read()
        data = b""
        while b"data: [DONE]" not in data:
            part = answer.read1(65536)
            if not part:
                break
            data += part
        if b"data: [DONE]" in data:
            try:
                answer.read()
            except Exception:  # Complete all the same.
                answer.close()
        return data


def rows_of(folder):
    """Per call id the endings of its rows; ids that the gateway made are absent from the column."""
    database = sqlite3.connect(f"file:{folder}/data/ledger.db?mode=ro", uri=True, timeout=10)
    try:
        endings = collections.defaultdict(list)
        for call_id, ending in database.execute("SELECT call_id, ending FROM attempts"):
            endings[call_id].append(ending)
        pending = database.execute("SELECT COUNT(*) FROM pending").fetchone()[0]
        return endings, pending
    finally:
        database.close()


def rows_in_rollups(folder):
    """Attempts and broken ones as the day's sums have them."""
    database = sqlite3.connect(f"file:{folder}/data/ledger.db?mode=ro", uri=True, timeout=10)
    try:
        all_days = [counts for (dimension, _, _), counts in sums_of_days(database).items() if dimension == 0]
        return tuple(sum(counts[COUNTS.index(name)] for counts in all_days) for name in ("attempts", "broken"))
    finally:
        database.close()


BROKEN = 3  # Ending::Broken


def kill_under_load(program, kills):
    upstream = Upstream(keep=False)
    gateway = Gateway(program, config(upstream.base))
    complete, sent, wrong = [], set(), []
    randomness = random.Random(int(os.environ.get("PORTICO_TEST_SEED", "1")))
    try:
        for number in range(kills):
            gateway.start()
            load = Load(gateway)
            time.sleep(randomness.uniform(LEAST_S, MOST_S))  # The moment of the kill is the random part.
            load.kill()
            complete += load.complete
            sent.update(load.sent)
            wrong += load.wrong
        gateway.start()
        gateway.stop()
        endings, pending = rows_of(gateway.folder)
        total = sum(len(list_) for list_ in endings.values())
        broken = sum(list_.count(BROKEN) for list_ in endings.values())
        missing = [call_id for call_id in complete if not endings.get(call_id)]
        twice = [call_id for call_id, list_ in endings.items() if len(list_) > 1]
        unsettled = [call_id for call_id in complete if BROKEN in endings.get(call_id, [])]
        unpaid = [call_id for call_id in upstream.test_ids if not endings.get(call_id)]
        strangers = [call_id for call_id in endings if call_id not in sent]
        sums = rows_in_rollups(gateway.folder)
        print(f"{kills} kills: {len(sent)} requests sent, {len(complete)} seen complete, {len(upstream.test_ids)} "
              f"reached the provider; {total} rows, {broken} of them broken; missing {len(missing)}, "
              f"doubled {len(twice)}, complete but broken {len(unsettled)}, pending {pending}", flush=True)
        checks = [("requests ran", len(complete) >= kills), ("some were cut", broken > 0),
                  ("no wrong answers", not wrong), ("every complete request has a row", not missing),
                  ("every request that reached the provider has a row", not unpaid),
                  ("no request has two rows", not twice), ("complete requests are not broken", not unsettled),
                  ("no row came from nowhere", not strangers), ("nothing is left open", pending == 0),
                  ("the day's sums agree with the rows", sums == (total, broken))]
        if wrong:
            print("first wrong answer:", wrong[0])
        if sums != (total, broken):
            print(f"sums say {sums}, rows {(total, broken)}")
        return [name for name, good in checks if not good]
    finally:
        gateway.close()
        upstream.close()


def repeat_one_call_id(program, repeats):
    """Clients repeat their ids; each request is a row all the same."""
    upstream = Upstream(keep=False)
    gateway = Gateway(program, config(upstream.base)).start()
    failures = []
    try:
        def send(count):
            connection = gateway.connect()
            for _ in range(count):
                connection.request("POST", "/v1/chat/completions", '{"model":"plain","messages":[]}',
                                   {"Authorization": f"Bearer {KEY}", "x-litellm-call-id": "the-same"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failures.append(answer.status)
            connection.close()

        senders = [threading.Thread(target=send, args=(repeats // SENDERS,)) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        expected = repeats // SENDERS * SENDERS

        def count():
            return len(rows_of(gateway.folder)[0].get("the-same", []))

        wait_until(lambda: count() == expected, f"{expected} rows are in the ledger", lambda: f"{count()} rows",
                   SETTLE_S)
        told = len(gateway.json("GET", "/spend/logs?request_id=the-same"))
        print(f"one call id sent {expected} times: {count()} rows, {told} of them told by /spend/logs", flush=True)
        return (["answers are 200"] if failures else []) + (["/spend/logs tells all rows"] if told != expected else [])
    finally:
        gateway.close()
        upstream.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=1000)
    options = parser.parse_args()
    failed = kill_under_load(options.program, options.kills) + repeat_one_call_id(options.program, options.repeats)
    for name in failed:
        print("FAILED:", name)
    sys.exit(1 if failed else 0)
