"""Two porticod on one PostgreSQL: what is changed on one counts on the other, and the database may go away."""
import concurrent.futures
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

import gateway
import postgresserver
from gateway import KEY, Gateway, deployment, wait_until
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
COST = 0.02
UNKNOWN = "sk-unknown-0000"

if postgresserver.programs() is None:
    gateway.skip("PostgreSQL is not installed")


def config(base, more=""):
    return (f"model_list:\n{deployment('first', 'plain', base, PRICES)}{deployment('slow', 'slow-300', base, PRICES)}"
            f"general_settings:\n  master_key: {KEY}\n  database_url: os.environ/SHARED_DATABASE\n"
            f"router_settings: {{num_retries: 0}}\n{more}")


class Shared(unittest.TestCase):
    more = ""

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

    def gateway(self, start=True, database=None, more="", environment=None):
        made = Gateway(sys.argv[1], config(self.upstream.base, self.more + more), ["--num_workers", "2"],
                       {"SHARED_DATABASE": self.postgres.url(database or self.database), **(environment or {})})
        self.addCleanup(made.close)
        return made.start() if start else made

    def both(self):
        return self.gateway(), self.gateway()

    def chat(self, made, key, model="first"):
        return made.ask("POST", "/v1/chat/completions",
                        {"model": model, "messages": [{"role": "user", "content": "hi"}]}, key=key)

    def within_a_second(self, true, what):
        begun = time.monotonic()
        wait_until(true, what, seconds=5)
        took = time.monotonic() - begun
        print(f"{what}: {took * 1000:.0f} ms", flush=True)
        self.assertLess(took, 1.0, what)

    def spent(self, made, key, answers):
        """What one has spent is told once a second."""
        wait_until(lambda: made.json("GET", f"/key/info?key={key}")["info"]["spend"] == round(answers * COST, 9),
                   f"{answers} answers are counted", seconds=5)

    def make(self, made, **fields):
        return made.json("POST", "/key/generate", fields)["key"]


class Changes(Shared):
    def test_a_key_counts_everywhere_within_a_second(self):
        one, other = self.both()
        key = self.make(one, key_alias="shared")
        self.within_a_second(lambda: self.chat(other, key)[0] == 200, "a key that was made on one works on the other")
        other.json("POST", "/key/block", {"key": key})
        self.within_a_second(lambda: self.chat(one, key)[0] == 401, "a key that was blocked on one stops on the other")
        self.assertEqual(self.chat(other, key)[0], 401)
        other.json("POST", "/key/unblock", {"key": key})
        self.within_a_second(lambda: self.chat(one, key)[0] == 200, "it goes on when it is unblocked")
        one.json("POST", "/key/delete", {"keys": [key]})
        self.within_a_second(lambda: self.chat(other, key)[0] == 401, "a key that was deleted on one is none on the other")

    def test_what_is_asked_at_once_is_known_at_once(self):
        one, other = self.both()
        for number in range(20):
            team = one.json("POST", "/team/new", {"team_alias": f"t{number}"})["team_id"]
            self.assertEqual(other.json("GET", f"/team/info?team_id={team}")["team_id"], team)
            user = other.json("POST", "/user/new", {"user_id": f"u{number}", "auto_create_key": False})["user_id"]
            one.json("POST", "/team/member_add", {"team_id": team, "member": {"role": "user", "user_id": user}})
            self.assertEqual(other.json("GET", f"/user/info?user_id={user}")["user_info"]["teams"], [team])

    def test_aliases_are_unique_over_all(self):
        both = self.both()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda n: both[n % 2].ask("POST", "/key/generate", {"key_alias": f"alias-{n // 8}"})[0],
                                    range(80)))
        self.assertEqual([answers.count(200), answers.count(400)], [10, 70])

    def test_no_change_is_lost_when_both_change_the_same(self):
        both = self.both()
        team = both[0].json("POST", "/team/new", {"team_alias": "crowd"})["team_id"]

        def add(number):
            return both[number % 2].ask("POST", "/team/member_add",
                                        {"team_id": team, "member": {"role": "user", "user_id": f"m{number}"}})[0]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(set(pool.map(add, range(60))), {200})
        for one in both:
            members = one.json("GET", f"/team/info?team_id={team}")["team_info"]["members_with_roles"]
            names = {member["user_id"] for member in members}
            self.assertLessEqual({f"m{number}" for number in range(60)}, names)

    def test_a_lost_notification_costs_seconds_at_most(self):
        one, other = self.both()
        key = self.make(one)
        token = other.json("GET", f"/key/info?key={key}")["info"]["token"]
        # As somebody would who forgets to notify.
        self.postgres.sql(self.database, f"""
            UPDATE portico.keys SET document = (document::jsonb || '{{"blocked": true}}')::json WHERE id = '{token}';
            UPDATE portico.changes SET seq = nextval('portico.change_seq') WHERE id = '{token}';""")
        wait_until(lambda: self.chat(one, key)[0] == 401, "the change is found without a notification", seconds=5)

    def test_the_audit_log_is_one(self):
        one, other = self.both()
        key = self.make(one)
        token = other.json("GET", f"/key/info?key={key}")["info"]["token"]
        other.json("POST", "/key/block", {"key": key})
        for made in (one, other):
            log = made.json("GET", f"/audit?object_id={token}")
            self.assertEqual([entry["action"] for entry in log["audit_logs"]], ["blocked", "created"])


class Budgets(Shared):
    def test_a_budget_holds_over_both(self):
        one, other = self.both()
        key = self.make(one, max_budget=10 * COST, budget_duration="30d")
        wait_until(lambda: self.chat(other, key)[0] == 200, "the key is known")
        answered = 1
        while answered < 10:
            made = (one, other)[answered % 2]
            status, _, data = self.chat(made, key)
            self.assertEqual(status, 200, data)
            answered += 1
            for each in (one, other):
                self.spent(each, key, answered)
        for made in (one, other):
            self.assertEqual(self.chat(made, key)[0], 429)

    def test_load_on_both_passes_a_budget_by_what_was_not_told_yet(self):
        both = self.both()
        answers = 200
        key = self.make(both[0], max_budget=answers * COST)
        wait_until(lambda: both[1].ask("GET", "/key/info", key=key)[0] == 200, "the key is known")
        over = threading.Event()
        done = []

        def load(made):
            while not over.is_set():
                if self.chat(made, key)[0] == 200:
                    done.append(time.monotonic())
                time.sleep(0.01)
        threads = [threading.Thread(target=load, args=(made,)) for made in both for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_until(lambda: done and time.monotonic() - done[-1] > 3, "nothing is answered any more", seconds=60)
        over.set()
        for thread in threads:
            thread.join()
        passed = sorted(done)[answers - 1]
        late = len([moment for moment in done if moment > passed])
        print(f"budget of {answers} answers: {late} more were answered, the last one "
              f"{(max(done) - passed) * 1000:.0f} ms after it was used up", flush=True)
        self.assertLess(max(done) - passed, 1.5)

    def test_what_was_spent_outlives_the_gateway(self):
        one, other = self.both()
        key = self.make(one, max_budget=3 * COST)
        for _ in range(3):
            self.assertEqual(self.chat(one, key)[0], 200)
        self.spent(other, key, 3)
        one.kill()
        third = self.gateway()
        for made in (other, third):
            self.assertEqual(self.chat(made, key)[0], 429)

    def test_what_a_killed_gateway_did_not_tell_is_told_later(self):
        one, other = self.both()
        key = self.make(one)
        self.assertEqual(self.chat(one, key)[0], 200)
        one.kill()
        one.start()
        self.spent(other, key, 1)
        self.spent(one, key, 1)

    def test_a_reset_counts_everywhere(self):
        one, other = self.both()
        key = self.make(one, max_budget=COST)
        self.assertEqual(self.chat(one, key)[0], 200)
        self.spent(other, key, 1)
        self.assertEqual(self.chat(other, key)[0], 429)
        token = one.json("GET", f"/key/info?key={key}")["info"]["token"]
        other.json("POST", f"/key/{token}/reset_spend", {"reset_to": 0})
        self.within_a_second(lambda: self.chat(one, key)[0] == 200, "a budget that is reset on one is free on the other")


class Away(Shared):
    def away(self, made):
        wait_until(lambda: made.ask("GET", "/health/readiness")[0] == 503, "the gateway knows that the database is away")

    def back(self, made):
        wait_until(lambda: made.ask("GET", "/health/readiness")[0] == 200, "the gateway is back", seconds=20)

    def refused(self, made):
        """What cannot be looked up or changed now says so in its client's own shape."""
        for path, body, of in (
                ("/v1/chat/completions", {"model": "first", "messages": []}, lambda value: value["error"]["type"]),
                ("/v1/messages", {"model": "first", "max_tokens": 1, "messages": []}, lambda value: value["error"]["type"]),
                ("/v1beta/models/first:generateContent", {"contents": []}, lambda value: value["error"]["status"])):
            status, headers, data = made.ask("POST", path, body, key=UNKNOWN)
            self.assertEqual(status, 503, data)
            self.assertGreater(int(headers["retry-after"]), 0)
            self.assertIn(of(json.loads(data)), ("no_db_connection", "overloaded_error", "UNAVAILABLE"))
        for method, path, body in (("POST", "/key/generate", {}), ("GET", "/key/list", None), ("GET", "/user/list", None)):
            status, headers, data = made.ask(method, path, body)
            self.assertEqual(status, 503, data)
            self.assertGreater(int(headers["retry-after"]), 0)

    def test_known_keys_go_on_while_it_is_away(self):
        one = self.gateway()
        key = self.make(one, max_budget=4 * COST)
        readiness = one.json("GET", "/health/readiness", key=None)
        self.assertEqual([readiness["status"], readiness["db"]], ["healthy", "connected"])
        self.assertEqual(self.chat(one, key)[0], 200)
        self.postgres.stop()
        self.away(one)
        self.assertEqual(json.loads(one.ask("GET", "/health/readiness", key=None)[2])["db"], "Not connected")
        self.assertEqual(self.chat(one, key)[0], 200)
        self.assertEqual(one.chat("first")[0], 200)
        self.refused(one)
        # Also a gateway that starts meanwhile.
        one.stop()
        one.start()
        self.away(one)
        self.assertEqual(self.chat(one, key)[0], 200)
        self.refused(one)
        self.assertEqual(self.chat(one, key)[0], 200)
        self.assertEqual(self.chat(one, key)[0], 429)
        self.postgres.start()
        self.back(one)
        self.assertEqual(self.chat(one, UNKNOWN)[0], 401)
        self.assertEqual(self.chat(one, key)[0], 429)
        self.assertEqual(one.json("GET", f"/key/info?key={key}")["info"]["spend"], 4 * COST)
        self.assertEqual(self.chat(one, self.make(one))[0], 200)
        wait_until(lambda: [[str(round(4 * COST * 1e12))]] == self.postgres.sql(
            self.database, f"SELECT total FROM portico.spent JOIN portico.keys ON id = name WHERE scope = 1 AND "
            f"document->>'max_budget' IS NOT NULL"), "what was spent meanwhile is told", seconds=5)

    def test_a_new_gateway_waits_for_it(self):
        self.postgres.stop()
        made = self.gateway()
        self.refused(made)
        self.assertEqual(made.chat("first")[0], 200)
        self.postgres.start()
        self.back(made)
        self.assertEqual(self.chat(made, self.make(made))[0], 200)

    def test_a_silent_database_is_away(self):
        one = self.gateway()
        key = self.make(one)
        with open(self.postgres.data + "/postmaster.pid", encoding="utf-8") as file:
            parent = int(file.readline())
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], stdout=subprocess.PIPE, text=True, check=True)
        pids = [parent, *map(int, children.stdout.split())]
        try:
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            begun = time.monotonic()
            status, _, data = one.ask("POST", "/key/generate", {})
            self.assertEqual(status, 503, data)
            self.assertLess(time.monotonic() - begun, 12)
            self.away(one)
            self.assertEqual(self.chat(one, key)[0], 200)
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        self.back(one)
        self.assertEqual(self.chat(one, self.make(one))[0], 200)

    def test_nothing_fails_when_one_is_killed(self):
        one, other = self.both()
        keys = [self.make(one) for _ in range(4)]
        wait_until(lambda: self.chat(other, keys[-1])[0] == 200, "the keys are known")
        over = threading.Event()
        statuses = []

        def load(key):
            while not over.is_set():
                statuses.append(self.chat(other, key)[0])

        def change():
            while not over.is_set():
                try:
                    one.ask("POST", "/key/generate", {})
                except OSError:
                    pass
        threads = [threading.Thread(target=load, args=(key,)) for key in keys] + [threading.Thread(target=change)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        one.kill()
        begun = time.monotonic()
        made = self.make(other)
        took = time.monotonic() - begun
        time.sleep(0.5)
        over.set()
        for thread in threads:
            thread.join()
        self.assertEqual(set(statuses), {200})
        self.assertEqual(self.chat(other, made)[0], 200)
        print(f"a key made right after the other gateway was killed: {took * 1000:.0f} ms", flush=True)
        self.assertLess(took, 5)
        one.start()
        self.assertEqual(self.chat(one, made)[0], 200)


class AwayForLong(Shared):
    more = "portico_settings: {database_away_hours: 0}\n"

    def test_known_keys_count_no_longer(self):
        one = self.gateway()
        key = self.make(one)
        self.assertEqual(self.chat(one, key)[0], 200)
        self.postgres.stop()
        wait_until(lambda: self.chat(one, key)[0] == 503, "the key counts no longer")
        self.assertEqual(one.chat("first")[0], 200)
        self.postgres.start()
        wait_until(lambda: self.chat(one, key)[0] == 200, "it counts again", seconds=20)


class FirstMeeting(Shared):
    def test_keys_that_were_alone_go_up_once(self):
        alone = Gateway(sys.argv[1], config(self.upstream.base), ["--num_workers", "2"])
        self.addCleanup(alone.close)
        alone.start()
        self.assertIn("SHARED_DATABASE", alone.text())
        key = self.make(alone, key_alias="old", max_budget=2 * COST)
        self.assertEqual(self.chat(alone, key)[0], 200)
        alone.stop()
        alone.environment["SHARED_DATABASE"] = self.postgres.url(self.database)
        alone.start()
        self.assertIn("are in the shared database now", alone.text())
        other = self.gateway()
        self.assertEqual(self.chat(other, key)[0], 200)
        wait_until(lambda: all(self.chat(made, key)[0] == 429 for made in (alone, other)), "both count both", seconds=5)
        other.json("POST", "/key/delete", {"keys": [key]})
        alone.stop()
        alone.start()
        self.assertNotIn("are in the shared database now", alone.text())
        self.assertEqual(self.chat(alone, key)[0], 401)

    def test_another_database_has_other_keys(self):
        one = self.gateway()
        key = self.make(one)
        one.stop()
        one.environment["SHARED_DATABASE"] = self.postgres.url(self.postgres.new_database())
        one.start()
        self.assertIn("are not those of the shared database", one.text())
        self.assertEqual(self.chat(one, key)[0], 401)
        self.assertEqual(one.json("GET", "/key/list")["total_count"], 0)

    def test_an_address_that_is_none_stops_the_start(self):
        made = self.gateway(start=False)
        made.environment["SHARED_DATABASE"] = "mysql://u:very-secret@h/db"
        code, text = made.once()
        self.assertEqual(code, 1)
        self.assertIn("postgresql://user:password@host:5432/name", text)
        self.assertNotIn("very-secret", text)


class ComingFromLitellm(Shared):
    """A database that a LiteLLM proxy has filled."""
    def setUp(self):
        super().setUp()
        self.postgres.run("createdb", "-h", "127.0.0.1", "-p", str(self.postgres.port), "-U", "portico", self.database)
        with open(os.path.join(os.path.dirname(__file__), "..", "support", "litellmtables.sql"), encoding="utf-8") as file:
            self.postgres.sql(self.database, file.read())
        self.add("sk-from-litellm", 2 * COST, COST)

    def add(self, key, budget, spent):
        token = hashlib.sha256(key.encode()).hexdigest()
        self.postgres.sql(self.database, f"""INSERT INTO "LiteLLM_VerificationToken" (token, key_name, max_budget, spend)
            VALUES ('{token}', 'sk-...{key[-4:]}', {budget}, {spent})""")

    def test_its_keys_go_on(self):
        one = self.gateway()
        self.assertIn("1 keys, 0 users", one.text())
        self.assertEqual(self.chat(one, "sk-from-litellm")[0], 200)
        self.assertEqual(self.chat(one, "sk-from-litellm")[0], 429)
        other = self.gateway()
        self.assertNotIn("were taken over", other.text())
        self.spent(other, "sk-from-litellm", 2)
        self.assertEqual(self.chat(other, "sk-from-litellm")[0], 429)
        self.assertEqual(self.postgres.sql(self.database, """SELECT spend FROM "LiteLLM_VerificationToken";
            SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"""),
                         [[str(COST)], ["10"]])

    def test_what_came_later_is_imported_on_demand(self):
        one = self.gateway()
        self.add("sk-later-key-0001", 1, 0)
        again = Gateway(sys.argv[1], config(self.upstream.base), ["import-litellm"],
                        {"SHARED_DATABASE": self.postgres.url(self.database)})
        self.addCleanup(again.close_folder)
        code, text = again.once()
        self.assertEqual(code, 0, text)
        self.assertIn("1 keys, 0 users", text)
        self.assertIn("1 were here already", text)
        self.within_a_second(lambda: self.chat(one, "sk-later-key-0001")[0] == 200, "a key that was imported works")

    def test_its_models_serve(self):
        def row(name, base):
            params = json.dumps({"model": "openai/plain", "api_base": base, "api_key": "sk-theirs"})
            self.postgres.sql(self.database, f"""INSERT INTO "LiteLLM_ProxyModelTable" (model_id, model_name, litellm_params,
                created_by, updated_by) VALUES ('id of {name}', '{name}', '{params}', 'a', 'a')""")
        upstream = Upstream()
        self.addCleanup(upstream.close)
        row("theirs", upstream.base)
        row("elsewhere", "ftp://nowhere")
        store = {"STORE_MODEL_IN_DB": "True", "LITELLM_SALT_KEY": "salt"}
        one = self.gateway(environment=store, more="portico_settings: {model_private_addresses: true}\n")
        self.assertIn("and 1 models were taken over", one.text())
        self.assertIn("the model elsewhere (id of elsewhere): api_base is no http or https address", one.text())
        self.assertEqual(one.chat("theirs")[0], 200)
        self.assertEqual(upstream.received[-1].headers["authorization"], "Bearer sk-theirs")
        self.assertNotIn("sk-theirs", json.dumps(self.postgres.sql(self.database, "SELECT document FROM portico.models")))
        self.assertNotIn("sk-theirs", one.text())

    def test_without_such_tables_it_says_so(self):
        empty = Gateway(sys.argv[1], config(self.upstream.base), ["import-litellm"],
                        {"SHARED_DATABASE": self.postgres.url(self.postgres.new_database())})
        self.addCleanup(empty.close_folder)
        code, text = empty.once()
        self.assertEqual(code, 1)
        self.assertIn("has no tables of LiteLLM's", text)


if __name__ == "__main__":
    gateway.main()
