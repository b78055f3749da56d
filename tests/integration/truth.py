"""The ledger against those who were there: what clients and the provider have seen of every request agrees with the rows,
the rows with every sum, and SQLite with PostgreSQL, whatever was killed meanwhile.

usage: truth.py PORTICOD [--requests N] [--kills N] [--stops N] [--clients N] [--seed N]
porticod is killed (kill -9) again and again under load; PostgreSQL and Redis are frozen, or ended and started again.
Requests are those of truthload.py. Amounts are compared in 10^-12 USD, without any tolerance.
"""
import argparse
import asyncio
import collections
import multiprocessing
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import gateway
import postgresserver
import truthload
from gateway import KEY, Gateway, wait_until
from ledgersums import COUNTS, sums_of_days, text_of
from redisserver import RedisServer
from truthload import DEPLOYMENTS, KEYS_MADE, KINDS, kind_of, price_of, subject_of, told_usage

COMPLETE, ESTIMATED, FAILED, BROKEN, MOCK, CACHE_HIT = range(6)
SUCCESS, CLIENT_ERROR, UPSTREAM_ERROR, TIMEOUT, CLIENT_GONE, CUT, REFUSED = range(7)
UNPRICED, AGAIN = 2, 4
FROZEN_S = (0.5, 1.5)
AWAY_S = (0.5, 2.0)
STARTING_S = 0.3
TWICE = 4   # Of so many kills one is followed by another, and one by an orderly end.
# A connection breaks when its gateway ends, or a little later.
SLACK_S = 2
ARRIVE_S = 300
US_PER_DAY = 86_400_000_000
NAMES = ("route", "requested", "group", "deployment", "provider", "model", "key", "alias", "user", "team", "end_user",
         "client", "tags", "session", "version")
NUMBERS = ("attempt", "started_us", "ended_us", "duration_us", "first_byte_us", "overhead_us", "ending", "outcome", "flags",
           "http_status", "upstream_status", "input", "cache_read", "cache_write", "cache_write_1h", "audio_in", "image_in",
           "output", "reasoning", "audio_out", "accepted", "rejected", "total", "searches", "cost", "saved", "price_input",
           "price_output", "price_cache_read", "price_cache_write", "estimated_input", "estimated_cost", "waited_us",
           "queued_us")
TEXTS = ("call_id", "answer_id", "error", "dropped")
# Their names in PostgreSQL, where they differ.
THERE = {"group": "model_group", "key": "key_hash", "alias": "key_alias", "user": "user_id", "team": "team_id",
         "session": "session_id", "version": "price_version"}


def config(provider_port, redis):
    rows = []
    for model, base, upstream in DEPLOYMENTS:
        family, tail = ("anthropic", "") if base.startswith("an") else ("openai", "/v1")
        prices = ", ".join(f"{name}: {price}" for name, price in truthload.PRICES[upstream].items())
        rows.append(f"  - model_name: {model}\n    litellm_params: {{model: {family}/{upstream}, api_key: sk-upstream, "
                    f"api_base: http://127.0.0.1:{provider_port}/{base}{tail}, {prices}}}\n")
    rows.append("  - model_name: mock\n    litellm_params: {model: openai/oa-model, mock_response: A poem.}\n")
    place = f"127.0.0.1, {{}}port: {redis.port}, {{}}password: os.environ/REDIS_PW"
    return (f"model_list:\n{''.join(rows)}general_settings:\n  master_key: {KEY}\n"
            "  database_url: os.environ/SHARED_DATABASE\n"
            f"router_settings: {{num_retries: 0, disable_cooldowns: true, redis_host: {place.format('redis_', 'redis_')}, "
            "fallbacks: [{dead: [oa]}, {continued: [oa]}]}\n"
            f"litellm_settings:\n  cache: true\n  cache_params: {{type: redis, host: {place.format('', '')}, ttl: 3600}}\n")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Aside:
    """work(pipe) in a process of its own, begun before any thread is; result() is what it returns."""

    def __init__(self, work):
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()


def serve(pipe):
    provider = truthload.Provider()

    async def run():
        serving = asyncio.create_task(provider.serve(pipe.send))
        await asyncio.to_thread(pipe.recv)
        serving.cancel()
    asyncio.run(run())
    pipe.send(provider.seen)


def descendants(pid):
    """Processes of PostgreSQL: the first, and those that it has started."""
    found = [pid]
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    if int(file.read().rpartition(")")[2].split()[1]) == pid:
                        found.append(int(name))
            except OSError:
                pass
    return found


def tell(pid, number):
    """Of PostgreSQL's processes some come and go."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


class Ground:
    """The database, Redis, the gateway and the two processes beside them."""

    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.sent = multiprocessing.get_context("fork").Value("q", 0)
        self.provider = Aside(serve)
        self.clients = Aside(self._send)
        self.provider_port = self.provider.pipe.recv()
        self.postgres = postgresserver.PostgresServer().start()
        self.database = self.postgres.new_database()
        self.redis = RedisServer()
        self.redis.start()
        self.gateway = Gateway(options.program, config(self.provider_port, self.redis),
                               ["--num_workers", "2", "--port", str(free_port())],
                               {"SHARED_DATABASE": self.postgres.url(self.database), "REDIS_PW": "redis-word"})
        self.ends, self.slowest_start = [], 0
        self.stops = collections.Counter()
        self.problems = []

    def _send(self, pipe):
        port, keys = pipe.recv()
        pipe.send(asyncio.run(truthload.send(port, keys, self.options.requests, self.options.clients, self.sent)))

    def make_keys(self):
        keys = [KEY]
        for number in range(3):
            self.gateway.json("POST", "/user/new", {"user_id": f"user-{number}", "auto_create_key": False})
        for number in range(2):
            self.gateway.json("POST", "/team/new", {"team_id": f"team-{number}", "team_alias": f"Team {number}"})
        for number in range(KEYS_MADE):
            wish = {"key_alias": f"key-{number}"}
            if number % 4:
                wish["user_id"] = f"user-{number % 3}"
            if number % 3 == 0:
                wish["team_id"] = f"team-{number % 2}"
            keys.append(self.gateway.json("POST", "/key/generate", wish)["key"])
        return keys

    def run(self):
        """Load and disturbances until all is sent; what the clients and the provider have seen, and the keys."""
        self.gateway.start()
        keys = self.make_keys()
        begun = time.monotonic()
        self.clients.pipe.send((self.gateway.port, keys))
        others = [threading.Thread(target=self._guarded, args=(work,)) for work in (self._stop_postgres, self._stop_redis)]
        for thread in others:
            thread.start()
        self._guarded(self._kill)
        answers = self.clients.pipe.recv()
        for thread in others:
            thread.join()
        self.took = time.monotonic() - begun
        self.provider.pipe.send(None)
        return answers, self.provider.pipe.recv(), keys

    def _guarded(self, work):
        try:
            work()
        except Exception as problem:
            self.problems.append(f"{work.__name__}: {problem!r}")

    def _moments(self, count):
        """Waits for count moments that lie evenly among the requests."""
        for number in range(count):
            goal = self.options.requests * (number + 0.5) / count
            while self.sent.value < goal:
                time.sleep(0.005)
            time.sleep(self.random.uniform(0, 0.1))
            yield number

    def _kill(self):
        for number in self._moments(self.options.kills):
            self._end(self.gateway.kill)
            if number % TWICE == 1:
                # Once more while it starts, which is when it reads its journals.
                starting = subprocess.Popen(self.gateway.arguments, env=self.gateway.environment, cwd=self.gateway.folder,
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(self.random.uniform(0, STARTING_S))
                self._end(starting.kill)
                starting.wait()
            begun = time.monotonic()
            self.gateway.start()
            self.slowest_start = max(self.slowest_start, time.monotonic() - begun)
            if number % TWICE == 2:
                self._end(self.gateway.stop)
                self.gateway.start()
                self.stops["orderly end"] += 1

    def _end(self, how):
        self.ends.append([time.monotonic(), 0])
        how()
        self.ends[-1][1] = time.monotonic()

    def _length(self, number, span):
        """Seconds; some are longer than what waits for an answer."""
        return self.random.uniform(*span) * (10 if number % 10 in (4, 5) else 1)

    def _stop_postgres(self):
        for number in self._moments(self.options.stops):
            if number % 2 == 0:
                with open(os.path.join(self.postgres.data, "postmaster.pid"), encoding="utf-8") as file:
                    pid = int(file.readline())
                frozen = descendants(pid)
                for one in frozen:
                    tell(one, signal.SIGSTOP)
                time.sleep(self._length(number, FROZEN_S))
                for one in frozen:
                    tell(one, signal.SIGCONT)
                self.stops["PostgreSQL frozen"] += 1
            else:
                self.postgres.stop("immediate" if number % 4 == 1 else "fast")
                time.sleep(self._length(number, AWAY_S))
                self.postgres.start()
                self.stops["PostgreSQL ended"] += 1

    def _stop_redis(self):
        for number in self._moments(self.options.stops):
            if number % 2 == 0:
                self.redis.kill()
                time.sleep(self._length(number, AWAY_S))
                self.redis.start()
                self.stops["Redis ended"] += 1
            else:
                self.redis.signal(signal.SIGSTOP)
                time.sleep(self._length(number, FROZEN_S))
                self.redis.signal(signal.SIGCONT)
                self.stops["Redis frozen"] += 1

    def settle(self):
        """Until PostgreSQL has what this ledger has; how long that took."""
        begun = time.monotonic()
        count = "SELECT COUNT(*) FROM {}attempts"

        def arrived():
            self.gateway.json("POST", "/global/spend/refresh", timeout=ARRIVE_S)
            with self.open() as ledger:
                here = ledger.execute(count.format("")).fetchone()[0]
            return int(self.postgres.sql(self.database, count.format("portico."))[0][0]) == here
        wait_until(arrived, "every row is in PostgreSQL", self.gateway.text, seconds=ARRIVE_S)
        return time.monotonic() - begun

    def open(self):
        return sqlite3.connect(f"file:{self.gateway.folder}/data/ledger.db?mode=ro", uri=True, timeout=30)

    def close(self):
        self.gateway.close()
        self.redis.close()
        self.postgres.close()
        for aside in (self.provider, self.clients):
            aside.process.kill()
            aside.process.join()


def rows_here(ledger):
    """Every row, names written out."""
    names = dict(ledger.execute("SELECT id, text FROM names"))
    columns = {"end_user": "end_user_id", "requested": "requested_id"}
    wanted = [f"{columns.get(name, name + '_id')}" for name in NAMES]
    texts = {"call_id": "COALESCE(call_id, '')"}
    listed = ["id_high", "id_low", *NUMBERS, *wanted, *(texts.get(name, f"COALESCE({name}, '')") for name in TEXTS)]
    out = {}
    for row in ledger.execute(f"SELECT {', '.join(listed)} FROM attempts"):
        made = dict(zip(NUMBERS, row[2:]))
        identity = "%016x%016x" % (row[0] & (2 ** 64 - 1), (row[1] & (2 ** 64 - 1)) ^ (1 << 63))
        made["id"] = "-".join((identity[:8], identity[8:12], identity[12:16], identity[16:20], identity[20:]))
        at = 2 + len(NUMBERS)
        for name, value in zip(NAMES, row[at:]):
            made[name] = names[value]
        for name, value in zip(TEXTS, row[at + len(NAMES):]):
            made[name] = value
        made["call_id"] = made["call_id"] or made["id"]
        out[made["id"], made["attempt"]] = made
    return out


def compare_rows(ground, here):
    """Rows of PostgreSQL that are not those of SQLite, and the other way round."""
    columns = [*NUMBERS, *(THERE.get(name, name) for name in NAMES), *TEXTS]
    names = [*NUMBERS, *NAMES, *TEXTS]
    wrong, seen = [], 0
    separator = " || E'\\x1f' || "
    listed = separator.join(f"{column}::text" for column in columns)
    for line in ground.postgres.sql(ground.database, f"SELECT id, {listed} FROM portico.attempts", 300):
        values = line[1].split("\x1f")
        row = here.get((line[0], int(values[0])))
        seen += 1
        if row is None:
            wrong.append(f"PostgreSQL alone has {line[0]}")
            continue
        different = [f"{name}: {row[name]!r}, there {value!r}" for name, value in zip(names, values) if str(row[name]) != value]
        if different:
            wrong.append(f"{line[0]} differs: {'; '.join(different)}")
    if seen != len(here):
        wrong.append(f"PostgreSQL has {seen} of {len(here)} rows")
    return wrong


def sums_of(rows):
    """By (dimension, day, name) what the rows add up to."""
    sums = collections.defaultdict(lambda: [0] * len(COUNTS))
    for row in rows.values():
        known = [max(row[name], 0) for name in ("input", "cache_read", "cache_write", "cache_write_1h", "output", "reasoning",
                                                "duration_us")]
        more = (row["attempt"] == 0, 1, row["outcome"] != SUCCESS, row["ending"] == ESTIMATED, row["ending"] == BROKEN,
                row["flags"] & UNPRICED != 0, known[0], known[1], known[2] + known[3], *known[4:], row["cost"], row["saved"])
        names = [(0, ""), (1, row["key"]), (2, row["user"]), (3, row["team"]), (4, row["end_user"]), (5, row["group"]),
                 (6, row["model"]), (7, row["provider"]), (8, row["client"]), (12, row["deployment"])]
        if row["team"] and row["user"]:
            names.append((10, f"{row['team']}\x1f{row['user']}"))
        if len(row["key"]) == 64 and row["alias"] != "master" and row["group"]:
            names.append((11, f"{row['key']}\x1f{row['group']}"))
        names += [(9, tag) for tag in row["tags"].split(",") if tag]
        for dimension, name in names:
            total = sums[dimension, row["started_us"] // US_PER_DAY, name]
            for i, value in enumerate(more):
                total[i] += value
    return {key: tuple(total) for key, total in sums.items()}


def compare_sums(ground, sums):
    here, there = {}, {}
    with ground.open() as ledger:
        names = dict(ledger.execute("SELECT id, text FROM names"))
        for (dimension, day, name), counts in sums_of_days(ledger).items():
            here[dimension, day, text_of(names, name)] = tuple(counts)
    for row in ground.postgres.sql(ground.database, f"SELECT dimension, day, name, {', '.join(COUNTS)} FROM portico.rollups"):
        there[int(row[0]), int(row[1]), row[2]] = tuple(int(text) for text in row[3:])
    wrong = []
    for place, theirs in (("SQLite", here), ("PostgreSQL", there)):
        for key in sums.keys() | theirs.keys():
            if sums.get(key) != theirs.get(key):
                wrong.append(f"{place}, {key}: rows {sums.get(key)}, sums {theirs.get(key)}")
    return wrong


class Judge:
    """Holds the rows against what was seen of each request."""

    def __init__(self, answers, seen, rows, ends):
        self.seen = seen
        self.ends = ends
        self.answers = {row[0]: row for row in answers}
        self.rows = collections.defaultdict(list)
        by_id = {}
        for row in answers:
            if not truthload.brings_id(row[0]) and row[3]:
                by_id[row[3]] = row[0]
        self.wrong = []
        self.kinds = collections.Counter()
        for row in rows.values():
            label = row["call_id"]
            number = by_id.get(label)
            if label.startswith("call-"):
                number = int(label[5:])
            elif row["session"].startswith("session-"):
                if number not in (None, int(row["session"][8:])):
                    self.say(number, f"its id {label} is that of {row['session']}")
                number = int(row["session"][8:])
            if number not in self.answers:
                self.wrong.append(f"a row from nowhere: {row}")
                continue
            self.rows[number].append(row)

    def say(self, number, text):
        self.wrong.append(f"{number} ({kind_of(number)}): {text}; seen {self.answers.get(number)} and "
                          f"{self.seen.get(number)}; rows {self.rows.get(number)}")

    def judge(self):
        for number, answer in self.answers.items():
            rows = sorted(self.rows[number], key=lambda row: row["attempt"])
            asked = self.seen.get(number, [])
            if [row["attempt"] for row in rows] != list(range(len(rows))) or len({row["id"] for row in rows}) > 1:
                self.say(number, "its rows are not attempts 0, 1 ... of one request")
                continue
            self.kinds[answer[1]] += 1
            reached = [row for row in rows if row["ending"] not in (MOCK, CACHE_HIT)]
            if len(reached) < len(asked):
                self.say(number, "the provider was asked more often than there are rows")
            getattr(self, "judge_" + answer[1])(number, answer, rows, asked)
            for row in rows:
                self.amount(number, row, asked)
        return self.wrong

    def judge_whole(self, number, answer, rows, asked):
        kind = kind_of(number)
        if not rows:
            return self.say(number, "an answer without a row")
        last = rows[-1]
        if (last["outcome"], last["http_status"]) != (SUCCESS, 200) or last["flags"] & (AGAIN | UNPRICED):
            return self.say(number, "a whole answer whose last row says something else")
        if any(not row["flags"] & AGAIN for row in rows[:-1]):
            self.say(number, "an attempt was followed by another and does not say so")
        ending = {"mock": MOCK}.get(kind, COMPLETE)
        if kind == "cached" and not asked:
            ending = CACHE_HIT
        if last["ending"] != ending:
            return self.say(number, f"it ends with {last['ending']}, not {ending}")
        if len(rows) != max(len(asked), 1):
            self.say(number, "there are more rows than the provider was asked")
        if kind == "mock":
            return None
        base = asked[-1][0] if asked else "oa"
        used = told_usage(subject_of(number), base)
        if self.used(last) != used:
            return self.say(number, f"the provider said {used}, the row {self.used(last)}")
        exact = price_of(last["model"], used)
        amount = last["saved"] if ending == CACHE_HIT else last["cost"]
        if amount != exact:
            self.say(number, f"it costs {exact}, the row says {amount}")
        if answer[4] is not None and round(float(answer[4]) * 1e12) != last["cost"]:
            self.say(number, f"the client was told {answer[4]}, the row says {last['cost']}")
        return None

    def judge_error(self, number, answer, rows, asked):
        if kind_of(number) == "nobody":
            if rows:
                self.say(number, "a row for what nobody was asked")
            return
        if not rows:
            return self.say(number, "an error without a row")
        last = rows[-1]
        if last["ending"] != FAILED or last["http_status"] != answer[2] or len(rows) != len(asked):
            self.say(number, "an error that its rows do not tell")

    def judge_cut(self, number, answer, rows, asked):
        if not rows or rows[-1]["outcome"] != CUT or rows[-1]["ending"] != ESTIMATED or len(rows) != len(asked):
            self.say(number, "a cut stream that its rows do not tell")

    def judge_left(self, number, answer, rows, asked):
        # What the provider has sent to its end may have been closed before its client was seen to leave, and the gateway
        # may have been killed before it saw that.
        if rows and not (rows[-1]["outcome"] == CLIENT_GONE and rows[-1]["ending"] == ESTIMATED or
                         rows[-1]["outcome"] == SUCCESS and asked[-1][1] == "whole" or self.killed(answer, SLACK_S)):
            self.say(number, "its client left, and the rows tell something else")

    def judge_lost(self, number, answer, rows, asked):
        if not self.killed(answer):
            self.say(number, "a connection was lost while nobody was killed")

    def judge_late(self, number, answer, rows, asked):
        self.say(number, "no answer came")

    def killed(self, answer, before_s=0):
        return any(begun - before_s <= answer[5] <= ended + SLACK_S for begun, ended in self.ends)

    @staticmethod
    def used(row):
        return tuple(max(row[name], 0) for name in ("input", "cache_read", "cache_write", "output", "reasoning"))

    def amount(self, number, row, asked):
        """What every row must say of its amount, however it ended."""
        ending, used = row["ending"], self.used(row)
        if ending == COMPLETE and row["cost"] != price_of(row["model"], used):
            self.say(number, "its amount is not the price of its usage")
        if ending in (FAILED, MOCK, CACHE_HIT) and row["cost"] != 0:
            self.say(number, "something free costs something")
        if ending not in (ESTIMATED, BROKEN):
            return
        base, _, sent = asked[row["attempt"]] if row["attempt"] < len(asked) else ("oa", "", 0)
        told = told_usage(subject_of(number), base)
        if row["input"] not in (told[0], row["estimated_input"]):
            self.say(number, f"its input is neither what was said ({told[0]}) nor the estimate")
        most = max(told[3], sent)   # No token is shorter than a byte.
        if not 0 <= row["output"] <= most:
            self.say(number, f"its output is more than was sent ({most})")
        if ending == ESTIMATED and row["cost"] != price_of(row["model"], used):
            self.say(number, "its estimated amount is not the price of its usage")
        highest = max(price_of(row["model"], (max(row["input"], row["estimated_input"]), 0, 0, most, 0)),
                      price_of(row["model"], (*told[:3], most, told[4])))
        if ending == BROKEN and not row["estimated_cost"] <= row["cost"] <= highest:
            self.say(number, f"it costs less than its estimate, or more than all that was sent ({highest})")


def ask_routes(ground, rows, keys):
    """What the routes tell of spend against the rows."""
    wrong = []
    total = sum(row["cost"] for row in rows.values())
    by_key = collections.Counter()
    for row in rows.values():
        by_key[row["alias"]] += row["cost"]
    told = ground.gateway.json("GET", "/global/spend")["spend"]
    if abs(told * 1e12 - total) > max(total * 1e-9, 1000):
        wrong.append(f"/global/spend says {told}, the rows {total}")
    for number in range(KEYS_MADE):
        spent = ground.gateway.json("GET", f"/key/info?key={keys[number + 1]}")["info"]["spend"]
        exact = by_key[f"key-{number}"]
        if abs(spent * 1e12 - exact) > max(exact * 1e-9, 1000):
            wrong.append(f"/key/info says {spent} of key-{number}, the rows {exact}")
    for row in random.Random(1).sample(sorted(rows.values(), key=lambda row: row["id"]), 20):
        found = ground.gateway.json("GET", f"/spend/logs?request_id={row['call_id']}")
        if len(found) != sum(other["call_id"] == row["call_id"] for other in rows.values()):
            wrong.append(f"/spend/logs?request_id={row['call_id']} tells {len(found)} rows")
    return wrong


def verify(ground, answers, seen, keys):
    """Sentences about all that is wrong."""
    ground.gateway.stop()
    ground.gateway.start()
    arrived = ground.settle()
    with ground.open() as ledger:
        rows = rows_here(ledger)
    wrong = ask_routes(ground, rows, keys)
    ground.gateway.stop()
    with ground.open() as ledger:
        rows = rows_here(ledger)
        pending = ledger.execute("SELECT COUNT(*) FROM pending").fetchone()[0]
    left = os.listdir(f"{ground.gateway.folder}/data/journal")
    if pending or left:
        wrong.append(f"{pending} attempts are open and {len(left)} journals are there after an orderly end")
    judge = Judge(answers, seen, rows, ground.ends)
    wrong += judge.judge()
    wrong += compare_rows(ground, rows)
    wrong += compare_sums(ground, sums_of(rows))
    endings = collections.Counter(("complete", "estimated", "failed", "broken", "mock", "cache hits")[row["ending"]]
                                  for row in rows.values())
    if endings["broken"] == 0 and ground.options.kills:
        wrong.append("no row is broken: nothing was cut down")
    if missing := set(KINDS) - {kind_of(row[0]) for row in answers}:
        wrong.append(f"nothing of kind {missing} was sent")
    print(f"{len(answers)} requests in {ground.took:.0f} s: " + ", ".join(f"{n} {what}" for what, n in judge.kinds.items()))
    print(f"{len(rows)} rows: " + ", ".join(f"{n} {what}" for what, n in endings.items()) +
          f"; {sum(row['cost'] for row in rows.values())} * 10^-12 USD; in PostgreSQL after {arrived:.1f} s more")
    print(f"{ground.options.kills} kills, slowest start {ground.slowest_start:.2f} s; " +
          ", ".join(f"{n} x {what}" for what, n in ground.stops.items()), flush=True)
    return wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--requests", type=int, default=4000)
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--stops", type=int, default=2)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    if postgresserver.programs() is None or not shutil.which("redis-server") or not shutil.which("redis-cli"):
        gateway.skip("PostgreSQL or Redis is not installed")
    ground = Ground(options)
    try:
        wrong = verify(ground, *ground.run()) + ground.problems
    finally:
        ground.close()
    for line in wrong[:20]:
        print("WRONG:", line[:3000])
    print(f"{options.requests} requests, {options.kills} kills, {2 * options.stops} stops: {len(wrong)} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
