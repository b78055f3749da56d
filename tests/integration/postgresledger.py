"""The ledgers of two porticod in one PostgreSQL: every row arrives once, whatever is killed; sums are exact; the spend
routes of either tell of both; LiteLLM's tables can be read by SQL."""
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

import gateway
import postgresserver
from gateway import KEY, Gateway, deployment, wait_until
from ledgersums import COUNTS, sums_of_days, text_of
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
SENDERS = 4
SOURCE = "x-portico-spend-source"

if postgresserver.programs() is None:
    gateway.skip("PostgreSQL is not installed")


def config(base, more=""):
    return (f"model_list:\n{deployment('first', 'plain', base, PRICES)}{deployment('broken', 'fail-429', base, PRICES)}"
            f"general_settings:\n  master_key: {KEY}\n  database_url: os.environ/SHARED_DATABASE\n"
            f"router_settings: {{num_retries: 0, disable_cooldowns: true}}\n{more}")


class Load:
    """Threads that send one request after the other until stopped; one that dies with the gateway counts nowhere."""

    def __init__(self, gateways):
        self.gateways = gateways
        self.done = 0
        self.stopping = False
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        count = number
        while not self.stopping:
            count += 1
            try:
                status, _, _ = self.gateways[count % len(self.gateways)].chat("broken" if count % 10 == 0 else "first",
                                                                              user=f"guest-{count % 3}",
                                                                              metadata={"tags": [f"tag-{count % 2}"]})
                with self.lock:
                    self.done += status in (200, 429)
            except (OSError, gateway.http.client.HTTPException):
                time.sleep(0.02)

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()
        return self.done


class Shared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(keep=False)
        cls.addClassCleanup(cls.upstream.close)
        cls.postgres = postgresserver.PostgresServer()
        cls.addClassCleanup(cls.postgres.close)
        cls.postgres.start()

    def setUp(self):
        if not self.postgres.running():
            self.postgres.start()
        self.database = self.postgres.new_database()

    def gateway(self, more=""):
        made = Gateway(sys.argv[1], config(self.upstream.base, more), ["--num_workers", "2"],
                       {"SHARED_DATABASE": self.postgres.url(self.database)})
        self.addCleanup(made.close)
        made.start()
        self.answers(made, "database")
        return made

    def answers(self, one, source):
        """Until this is what answers on spend."""
        wait_until(lambda: one.ask("GET", "/spend/logs")[1].get(SOURCE) == source, f"{source} answers on spend", seconds=20)

    def sql(self, text):
        return self.postgres.sql(self.database, text)

    def local(self, gateways, what):
        """Of the gateways' own ledgers, added up."""
        total = 0
        for one in gateways:
            with sqlite3.connect(f"file:{one.folder}/data/ledger.db?mode=ro", uri=True) as ledger:
                total += ledger.execute(f"SELECT {what} FROM attempts").fetchone()[0] or 0
        return total

    def settled(self, gateways):
        for one in gateways:
            one.json("POST", "/global/spend/refresh")

    def rows_there(self):
        try:
            return int(self.sql("SELECT COUNT(*) FROM portico.attempts")[0][0])
        except AssertionError:
            return -1

    def arrives(self, gateways, seconds=30):
        self.settled(gateways)
        wait_until(lambda: self.rows_there() == self.local(gateways, "COUNT(*)"), "every row is in the database",
                   lambda: f"{self.rows_there()} of {self.local(gateways, 'COUNT(*)')}", seconds=seconds)

    def compare(self, gateways):
        """Rows and roll-ups in the database say what the ledgers say, to 10^-12 USD."""
        there = self.sql("SELECT COUNT(*), SUM(cost), SUM(GREATEST(input, 0)) FROM portico.attempts")[0]
        here = [self.local(gateways, what) for what in ("COUNT(*)", "SUM(cost)", "SUM(MAX(input, 0))")]
        self.assertEqual([int(text) for text in there], here)
        sums = {}
        for one in gateways:
            with sqlite3.connect(f"file:{one.folder}/data/ledger.db?mode=ro", uri=True) as ledger:
                names = dict(ledger.execute("SELECT id, text FROM names"))
                for (dimension, day, name), counts in sums_of_days(ledger).items():
                    place = dimension, day, text_of(names, name) if dimension else ""
                    shown = [counts[COUNTS.index(what)] for what in ("requests", "attempts", "failures", "input", "output", "cost")]
                    sums[place] = [a + b for a, b in zip(sums.get(place, [0] * 6), shown)]
        theirs = {}
        for row in self.sql("SELECT dimension, day, name, SUM(requests), SUM(attempts), SUM(failures), SUM(input), "
                            "SUM(output), SUM(cost) FROM portico.rollups GROUP BY 1, 2, 3"):
            theirs[(int(row[0]), int(row[1]), row[2])] = [int(text) for text in row[3:]]
        self.assertEqual(theirs, sums)


class Arrival(Shared):
    def test_rows_arrive_once_whatever_is_killed(self):
        both = [self.gateway(), self.gateway()]
        load = Load(both)
        for _ in range(2):
            time.sleep(1.5)
            both[0].kill()
            both[0].start()
            time.sleep(1)
            self.postgres.stop("immediate")
            time.sleep(1.5)
            self.postgres.start()
        time.sleep(1)
        done = load.stop()
        self.assertGreater(done, 50)
        self.arrives(both)
        self.compare(both)
        self.assertGreaterEqual(self.local(both, "COUNT(*)"), done)

    def test_rows_from_before_the_database_arrive(self):
        alone = Gateway(sys.argv[1], config(self.upstream.base).replace("  database_url: os.environ/SHARED_DATABASE\n", ""),
                        ["--num_workers", "1"])
        self.addCleanup(alone.close)
        alone.start()
        for _ in range(20):
            self.assertEqual(alone.chat("first")[0], 200)
        alone.stop()
        alone.write_config(config(self.upstream.base))
        alone.environment["SHARED_DATABASE"] = self.postgres.url(self.database)
        alone.start()
        self.assertEqual(alone.chat("first")[0], 200)
        self.arrives([alone])
        self.compare([alone])
        self.assertEqual(self.rows_there(), 21)

    def test_the_backlog_is_visible_while_the_database_is_away(self):
        one = self.gateway()
        one.chat("first")
        self.arrives([one])
        self.postgres.stop("immediate")
        for _ in range(10):
            self.assertEqual(one.chat("first")[0], 200)

        def waiting():
            states = one.json("GET", "/active/callbacks")["portico_backlog"]
            return next(state for state in states if state["name"] == "database")
        wait_until(lambda: waiting()["backlog"] >= 10 and waiting()["problem"], "the backlog is told", waiting, seconds=20)
        self.postgres.start()
        wait_until(lambda: waiting()["backlog"] == 0 and not waiting()["problem"], "nothing waits", waiting, seconds=30)
        self.compare([one])


class Routes(Shared):
    def test_either_tells_of_both(self):
        both = [self.gateway(), self.gateway()]
        for count, one in zip((3, 4), both):
            for _ in range(count):
                self.assertEqual(one.chat("first", user="guest")[0], 200)
        self.settled(both)
        today = time.strftime("%Y-%m-%d", time.gmtime())
        dates = f"start_date={today}&end_date={today}"
        for one in both:
            status, headers, data = one.ask("GET", "/spend/logs")
            self.assertEqual((status, headers.get(SOURCE)), (200, "database"))
            rows = json.loads(data)
            self.assertEqual(len(rows), 7)
            self.assertEqual(len({row["gateway_id"] for row in rows}), 2)
            other = rows[0]["gateway_id"]
            self.assertEqual({row["gateway_id"] for row in one.json("GET", f"/spend/logs?gateway_id={other}")}, {other})
            self.assertEqual(one.json("GET", f"/global/spend?{dates}")["spend"], 0.14)
            report = one.json("GET", f"/global/spend/report?{dates}&group_by=customer")
            self.assertEqual(report[0]["customers"][0]["total_spend"], 0.14)
            days = one.json("GET", f"/user/daily/activity?{dates}")
            self.assertEqual(days["metadata"]["total_api_requests"], 7)
            self.assertEqual(one.json("GET", f"/spend/logs?request_id={rows[-1]['id']}")[0]["id"], rows[-1]["id"])

    def test_the_own_ledger_answers_while_the_database_is_away(self):
        both = [self.gateway(), self.gateway()]
        for one in both:
            one.chat("first")
        self.settled(both)
        self.postgres.stop("immediate")
        status, headers, data = both[0].ask("GET", "/spend/logs")
        self.assertEqual(status, 200)
        self.answers(both[0], "local")
        status, headers, data = both[0].ask("GET", "/spend/logs")
        self.assertEqual((status, len(json.loads(data))), (200, 1))
        self.postgres.start()
        self.answers(both[0], "database")
        self.assertEqual(len(both[0].json("GET", "/spend/logs")), 2)


class Views(Shared):
    def test_litellms_tables_can_be_read(self):
        one = self.gateway()
        one.json("POST", "/user/new", {"user_id": "ann", "user_email": "ann@example.org", "auto_create_key": False})
        one.json("POST", "/team/new", {"team_id": "red", "team_alias": "Red team"})
        key = one.json("POST", "/key/generate", {"key_alias": "ann-key", "user_id": "ann", "team_id": "red",
                                                 "max_budget": 5})["key"]
        for model in ("first", "first", "broken"):
            one.ask("POST", "/v1/chat/completions", {"model": model, "messages": [{"role": "user", "content": "hi"}],
                                                     "user": "guest", "metadata": {"tags": ["blue"]}}, key=key)
        self.arrives([one])
        token = self.sql('SELECT token FROM "LiteLLM_VerificationToken"')[0][0]
        rows = self.sql('SELECT api_key, spend, status, model_group, "user", team_id, end_user, request_tags ->> 0, '
                        'prompt_tokens + completion_tokens = total_tokens, "endTime" >= "startTime", metadata ->> '
                        "'user_api_key_alias', call_type FROM \"LiteLLM_SpendLogs\" ORDER BY \"startTime\"")
        self.assertEqual(rows[0], [token, "0.02", "success", "first", "ann", "red", "guest", "blue", "t", "t", "ann-key",
                                   "acompletion"])
        self.assertEqual([row[2] for row in rows], ["success", "success", "failure"])
        for table, column, entity in (("User", "user_id", "ann"), ("Team", "team_id", "red"), ("Tag", "tag", "blue"),
                                      ("EndUser", "end_user_id", "guest")):
            found = self.sql(f"SELECT {column}, date, SUM(spend), SUM(api_requests), SUM(failed_requests) FROM "
                             f'"LiteLLM_Daily{table}Spend" GROUP BY 1, 2')
            self.assertEqual(found, [[entity, time.strftime("%Y-%m-%d", time.gmtime()), "0.04", "3", "1"]], table)
        self.assertEqual(self.sql('SELECT key_alias, spend, max_budget, user_id, blocked FROM "LiteLLM_VerificationToken"'),
                         [["ann-key", "0.04", "5", "ann", "f"]])
        self.assertEqual(self.sql('SELECT team_alias, spend FROM "LiteLLM_TeamTable"'), [["Red team", "0.04"]])
        self.assertEqual(self.sql('SELECT user_email, spend FROM "LiteLLM_UserTable" WHERE user_id = \'ann\''),
                         [["ann@example.org", "0.04"]])

    def test_litellms_own_tables_stay_alone(self):
        self.postgres.sql("postgres", f'CREATE DATABASE "{self.database}"')
        self.sql('CREATE TABLE "LiteLLM_SpendLogs" (request_id text PRIMARY KEY)')
        one = self.gateway()
        one.chat("first")
        self.arrives([one])
        self.assertEqual(self.sql("SELECT relname, relkind FROM pg_class WHERE relname LIKE 'LiteLLM%' AND relkind IN "
                                  "('r', 'v')"), [["LiteLLM_SpendLogs", "r"]])
        self.assertEqual(self.sql('SELECT COUNT(*) FROM "LiteLLM_SpendLogs"'), [["0"]])


if __name__ == "__main__":
    gateway.main()
