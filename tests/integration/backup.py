"""porticod backup and restore: what was saved of a running gateway works on an empty machine."""
import os
import shutil
import sys
import unittest

import gateway
import postgresserver
from gateway import KEY, Gateway, deployment, wait_until
from redisserver import RedisServer
from upstream import Upstream

PRICES = "input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001"


class Backup(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)

    def started(self, more="", **options):
        served = Gateway(sys.argv[1], f"include: [models.yaml]\ngeneral_settings: {{master_key: {KEY}}}\n{more}", **options)
        with open(os.path.join(served.folder, "models.yaml"), "w", encoding="utf-8") as file:
            file.write("model_list:\n" + deployment("m", "plain", self.upstream.base, PRICES))
        self.addCleanup(served.close)
        return served.start()

    def run_on(self, served, *words):
        """A subcommand on the folders of a gateway: exit code and text."""
        other = Gateway(sys.argv[1], None, (), served.environment, served.folder)
        other.arguments = [sys.argv[1], *words, "--config", served.config, "--data-dir", os.path.join(served.folder, "data")]
        return other.once(60)

    def snapshots(self, served):
        folder = os.path.join(served.folder, "data", "snapshots")
        return sorted(os.path.join(folder, name) for name in os.listdir(folder))

    def empty_machine(self):
        served = Gateway(sys.argv[1], "")
        os.remove(served.config)
        self.addCleanup(served.close)
        return served

    def test_a_running_gateway_comes_back_elsewhere(self):
        served = self.started()
        key = served.json("POST", "/key/generate", {"key_alias": "mine", "max_budget": 5, "metadata": {"a": 1}})["key"]
        for _ in range(7):
            self.assertEqual(served.ask("POST", "/v1/chat/completions", {"model": "m", "messages": []}, key=key)[0], 200)
        wait_until(lambda: len(served.json("GET", "/spend/logs")) == 7, "all rows are written")
        rows = served.json("GET", "/spend/logs")
        info = served.json("GET", f"/key/info?key={key}")["info"]
        code, text = self.run_on(served, "backup")
        self.assertEqual(code, 0, text)
        self.assertEqual(served.chat("m")[0], 200)   # It went on all the while.
        self.assertNotIn("sk-", text)
        other = self.empty_machine()
        code, text = self.run_on(other, "restore", self.snapshots(served)[0])
        self.assertEqual(code, 0, text)
        other.start()
        self.assertEqual(other.json("GET", "/spend/logs"), rows)
        again = other.json("GET", f"/key/info?key={key}")["info"]
        self.assertEqual({name: again[name] for name in ("key_alias", "max_budget", "spend", "metadata")},
                         {name: info[name] for name in ("key_alias", "max_budget", "spend", "metadata")})
        self.assertEqual(other.ask("POST", "/v1/chat/completions", {"model": "m", "messages": []}, key=key)[0], 200)

    def test_rows_of_a_killed_gateway_are_saved(self):
        served = self.started()
        for _ in range(3):
            self.assertEqual(served.chat("m")[0], 200)
        served.kill()   # Some of the rows may stand in its journals alone.
        code, text = self.run_on(served, "backup", "--to", os.path.join(served.folder, "kept"))
        self.assertEqual(code, 0, text)
        other = self.empty_machine()
        code, text = self.run_on(other, "restore", "--to", os.path.join(served.folder, "kept"))
        self.assertEqual(code, 0, text)
        other.start()
        self.assertEqual(len(other.json("GET", "/spend/logs")), 3)

    def test_nothing_is_overwritten_or_taken_from_under_a_gateway(self):
        served = self.started()
        self.assertEqual(self.run_on(served, "backup")[0], 0)
        code, text = self.run_on(served, "restore")
        self.assertEqual((code, "Stop it first" in text), (1, True), text)
        served.stop()
        with open(served.config, "a", encoding="utf-8") as file:
            file.write("# mine\n")
        code, text = self.run_on(served, "restore")
        self.assertEqual((code, "already" in text), (1, True), text)
        code, text = self.run_on(served, "restore", "--force")
        self.assertEqual(code, 0, text)
        self.assertTrue(os.path.exists(served.config + ".before-restore"))
        served.start()
        self.assertEqual(served.chat("m")[0], 200)

    def test_wrong_calls_say_what_is_meant(self):
        served = self.empty_machine()
        for words, code, says in ((("restore",), 1, "no snapshot"), (("restore", "/nowhere"), 1, "/nowhere"),
                                  (("restore", "a", "b"), 2, "unknown command 'b'"), (("backup", "x"), 2, "unknown command 'x'"),
                                  (("backup",), 1, "nothing to save")):
            with self.subTest(words):
                got, text = self.run_on(served, *words)
                self.assertEqual((got, says in text.lower()), (code, True), text)
        self.assertIn("restore", self.run_on(served, "--help")[1])

    @unittest.skipUnless(shutil.which("redis-server") and shutil.which("redis-cli"), "redis-server is not installed")
    @unittest.skipIf(postgresserver.programs() is None, "PostgreSQL is not installed")
    def test_the_database_of_several_gateways_comes_back_where_it_is_empty(self):
        server = postgresserver.PostgresServer()
        self.addCleanup(server.close)
        server.start()
        first, second = server.new_database(), server.new_database()
        served = self.started(environment={"DATABASE_URL": server.url(first)})
        key = served.json("POST", "/key/generate", {"key_alias": "mine", "max_budget": 5})["key"]
        chat = {"model": "m", "messages": []}
        for _ in range(5):
            self.assertEqual(served.ask("POST", "/v1/chat/completions", chat, key=key)[0], 200)
        wait_until(lambda: server.sql(first, "SELECT count(*) FROM portico.attempts") == [["5"]], "all rows are there")
        code, text = self.run_on(served, "backup")
        self.assertEqual(code, 0, text)
        snapshot = self.snapshots(served)[0]
        # Later than the snapshot; then the machine is lost, and with it the database.
        self.assertEqual(served.ask("POST", "/v1/chat/completions", chat, key=key)[0], 200)
        served.kill()
        other = self.empty_machine()
        other.environment["DATABASE_URL"] = server.url(second)
        code, text = self.run_on(other, "restore", snapshot)
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"\d+ rows of the shared database are back")
        for query in ("SELECT sum(cost), count(*) FROM portico.attempts", "SELECT sum(requests), sum(cost) FROM portico.rollups",
                      "SELECT id, document::text FROM portico.keys"):
            wanted = server.sql(second, query)
            self.assertTrue(wanted and wanted[0][0])
            if "keys" in query:
                self.assertEqual(wanted, server.sql(first, query))
        self.assertEqual(server.sql(second, "SELECT count(*) FROM portico.attempts"), [["5"]])
        other.start()
        self.assertEqual(other.ask("POST", "/v1/chat/completions", chat, key=key)[0], 200)
        # What is written from now on reaches the database, though its numbers in the ledger were used before.
        wait_until(lambda: server.sql(second, "SELECT count(*) FROM portico.attempts") == [["6"]], "the new row is there",
                   other.text)
        self.assertEqual(server.sql(second, "SELECT sum(requests) FROM portico.rollups WHERE dimension = 0"), [["6"]])
        # What holds rows stays.
        code, text = self.run_on(other, "restore", os.path.join(snapshot, "postgres.jsonl.zst"))
        self.assertEqual(code, 1, text)
        self.assertIn("the database holds rows already", text)
        self.assertEqual(server.sql(second, "SELECT count(*) FROM portico.attempts"), [["6"]])

    def test_a_redis_that_is_reached_is_saved_too(self):
        redis = RedisServer()
        self.addCleanup(redis.close)
        redis.start()
        served = self.started(f"litellm_settings: {{cache: true, cache_params: {{type: redis, host: 127.0.0.1, "
                              f"port: {redis.port}, password: redis-word}}}}\n")
        code, text = self.run_on(served, "backup")
        self.assertEqual((code, "left out" in text, "redis-word" in text), (0, False, False), text)
        with open(os.path.join(self.snapshots(served)[0], "redis.rdb"), "rb") as file:
            self.assertEqual(file.read(5), b"REDIS")
        redis.kill()
        os.rename(self.snapshots(served)[0], os.path.join(served.folder, "first"))
        code, text = self.run_on(served, "backup")
        self.assertEqual((code, "left out: redis" in text), (0, True), text)


if __name__ == "__main__":
    gateway.main()
