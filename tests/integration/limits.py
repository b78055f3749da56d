"""Budgets and rate limits of a running porticod: what callers are told, and that nothing is given out twice."""
import concurrent.futures
import json
import sys
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import Upstream

try:
    import openai
except ImportError:
    openai = None

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
COST = 0.02


def config(base, more=""):
    rows = deployment("plain", "plain", base, PRICES) + deployment("other", "plain", base, PRICES)
    rows += deployment("slow", "slow-300", base, PRICES)
    rows += deployment("free", "plain", base, "input_cost_per_token: 0, output_cost_per_token: 0")
    return f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\nrouter_settings: {{num_retries: 0}}\n{more}"


class WithGateway(unittest.TestCase):
    more = ""

    def setUp(self):
        self.upstream = Upstream(keep=False)
        self.addCleanup(self.upstream.close)
        self.gateway = Gateway(sys.argv[1], config(self.upstream.base, self.more), ["--num_workers", "2"])
        self.addCleanup(self.gateway.close)
        self.gateway.start()

    def make(self, path="/key/generate", **fields):
        made = self.gateway.json("POST", path, fields)
        return made.get("key", made)

    def chat(self, key, model="plain", headers=None, **more):
        status, got, data = self.gateway.ask("POST", "/v1/chat/completions", {
            "model": model, "messages": [{"role": "user", "content": "hi"}], **more}, key=key, headers=headers)
        return status, got, json.loads(data)

    def exhausted(self, words, key, **more):
        status, headers, value = self.chat(key, **more)
        self.assertEqual((status, value["error"].get("type"), value["error"].get("code")),
                         (429, "budget_exceeded", "429"), value)
        self.assertIn(words, value["error"]["message"])
        self.assertEqual(headers["x-should-retry"], "false")

    def works(self, key, **more):
        status, headers, value = self.chat(key, **more)
        self.assertEqual(status, 200, value)
        return headers


class Budgets(WithGateway):
    def test_a_budget_ends_a_key_in_every_dialect_and_over_a_restart(self):
        key = self.make(max_budget=COST)
        headers = self.works(key)
        self.assertEqual(float(headers["x-litellm-key-max-budget"]), COST)
        self.exhausted("Budget has been exceeded! Current cost: 0.02, Max budget: 0.02", key)
        for path, body, kind in (
                ("/v1/messages", {"model": "plain", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]},
                 lambda value: value["error"]["type"] == "rate_limit_error"),
                ("/v1beta/models/plain:generateContent", {"contents": [{"parts": [{"text": "hi"}]}]},
                 lambda value: value["error"]["status"] == "RESOURCE_EXHAUSTED"),
                ("/v1/responses", {"model": "plain", "input": "hi"},
                 lambda value: value["error"]["type"] == "budget_exceeded")):
            status, _, data = self.gateway.ask("POST", path, body, key=key)
            self.assertEqual(status, 429, data)
            self.assertTrue(kind(json.loads(data)), data)
        # What is free is not held back, and the administrator goes on.
        self.works(key, model="free")
        self.works(KEY)
        self.gateway.kill()
        self.gateway.start()
        self.exhausted("Max budget: 0.02", key)
        self.gateway.json("POST", "/key/update", {"key": key, "max_budget": 1})
        self.works(key)

    @unittest.skipUnless(openai, "OpenAI's package is not installed")
    def test_official_clients_do_not_try_again(self):
        key = self.make(max_budget=0)
        client = openai.OpenAI(api_key=key, base_url=self.gateway.base + "/v1", max_retries=5)
        began = time.monotonic()
        with self.assertRaises(openai.RateLimitError) as raised:
            client.chat.completions.create(model="plain", messages=[{"role": "user", "content": "hi"}])
        self.assertEqual(raised.exception.body["type"], "budget_exceeded")
        self.assertLess(time.monotonic() - began, 0.4)

    def test_each_budget_above_a_key_counts(self):
        team = self.make("/team/new", team_alias="t", max_budget=COST)["team_id"]
        key = self.make(team_id=team)
        self.works(key)
        self.exhausted(f"Team={team} Current cost: 0.02", key)
        self.works(self.make())

        self.make("/user/new", user_id="u", max_budget=COST, auto_create_key=False)
        key = self.make(user_id="u")
        self.works(key)
        self.exhausted("ExceededBudget: User=u over budget", key)

        self.make("/customer/new", user_id="end", max_budget=COST)
        key = self.make()
        self.works(key, user="end")
        self.exhausted("ExceededBudget: End User=end over budget", key, user="end")
        self.works(key, user="another")

        self.make("/tag/new", name="batch", max_budget=COST)
        self.works(key, metadata={"tags": ["batch"]})
        self.exhausted("Tag=batch", key, metadata={"tags": ["batch"]})
        self.works(key)

        key = self.make(model_max_budget={"plain": {"budget_limit": COST, "time_period": "1d"}})
        self.works(key)
        self.exhausted("exceeded budget for model=plain", key)
        self.works(key, model="other")

        shared = self.make("/budget/new", budget_id="shared", max_budget=COST)
        self.assertEqual(shared["budget_id"], "shared")
        one, two = self.make(budget_id="shared"), self.make(budget_id="shared")
        self.works(one)
        self.exhausted("Budget has been exceeded", one)
        self.works(two)

    def test_windows_begin_anew(self):
        key = self.make(max_budget=COST, budget_duration="2s")
        self.works(key)
        self.exhausted("Budget has been exceeded", key)
        wait_until(lambda: self.chat(key)[0] == 200, "the next window has begun")

    def test_many_at_once_pass_a_budget_by_no_more_than_was_not_put_by(self):
        key = self.make(max_budget=1)
        self.works(key)   # From here on an answer is known to have 500 tokens: 0.01 USD and the question are put by.
        put_by = 0.01
        clients = 64

        def until_refused(_):
            served = 0
            for _ in range(200):
                status, headers, value = self.chat(key)
                if status == 200:
                    served += 1
                    continue
                self.assertEqual(value["error"]["type"], "budget_exceeded")
                if headers.get("x-should-retry") == "false":
                    return served
            self.fail("the budget does not end")

        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            served = 1 + sum(pool.map(until_refused, range(clients)))
        spent = served * COST
        self.assertGreaterEqual(spent, 1)
        self.assertLessEqual(spent, 1 + clients * (COST - put_by))
        self.assertAlmostEqual(self.gateway.json("GET", f"/key/info?key={key}")["info"]["spend"], spent, places=9)
        print(f"{served} answers, {spent:.2f} USD of a budget of 1 USD with {clients} clients", flush=True)

    def test_a_key_tells_what_holds_it_back(self):
        team = self.make("/team/new", team_alias="t", max_budget=5, rpm_limit=100)["team_id"]
        key = self.make(team_id=team, max_budget=2 * COST, tpm_limit=10_000, model_max_budget={
            "plain": {"budget_limit": 1, "time_period": "1d"}})
        self.works(key)
        lines = self.gateway.json("GET", f"/key/info?key={key}")["effective_limits"]
        told = {(line["scope"], line["limit_type"]): line for line in lines}
        self.assertEqual(set(told), {("team", "budget"), ("api_key", "budget"), ("api_key", "rate"), ("team", "rate"),
                                     ("model_per_key", "budget")})
        own = told["api_key", "budget"]
        self.assertEqual((own["limit"], own["used"], own["reserved"], own["exceeded"]), (2 * COST, COST, 0, False))
        self.assertEqual((told["team", "budget"]["limit"], told["team", "budget"]["used"]), (5, COST))
        self.assertRegex(told["model_per_key", "budget"]["resets_at"], "T00:00:00Z$")
        self.works(key)
        lines = self.gateway.json("GET", f"/key/info?key={key}")["effective_limits"]
        self.assertEqual([line["scope"] for line in lines if line.get("exceeded")], ["api_key"])

    def test_one_huge_wish_does_not_block_a_fresh_key(self):
        key = self.make(max_budget=COST)
        self.works(key, max_tokens=1_000_000)


class ProxyBudget(WithGateway):
    more = "litellm_settings: {max_budget: 0.03, budget_duration: 30d}\n"

    def test_everybody_spends_from_it(self):
        self.works(self.make())
        self.works(KEY)
        status, _, value = self.chat(KEY)
        self.assertEqual((status, value["error"]["type"]), (429, "budget_exceeded"))
        self.assertIn("Max budget: 0.03", value["error"]["message"])
        self.works(KEY, model="free")


class HardBudget(WithGateway):
    """Each word of the drip costs a cent: the budget ends in the middle."""
    more = "portico_settings: {hard_budget: true}\n"

    def config(self, base):
        dear = "input_cost_per_token: 0, output_cost_per_token: 0.01"
        return config(base, self.more).replace("general_settings:", deployment("drip", "drip-10-200", base, dear) +
                                               "general_settings:", 1)

    def test_a_stream_is_cut_where_the_budget_ends(self):
        self.gateway.write_config(self.config(self.upstream.base))
        wait_until(lambda: b"drip" in self.gateway.ask("GET", "/v1/models")[2], "the config is read")
        for dialect, path, body in (
                ("openai", "/v1/chat/completions", {}), ("anthropic", "/v1/messages", {"max_tokens": 500})):
            with self.subTest(dialect):
                key = self.make(max_budget=0.5)
                status, _, data = self.gateway.ask("POST", path, {
                    "model": "drip", "stream": True, "messages": [{"role": "user", "content": "hi"}], **body}, key=key)
                self.assertEqual(status, 200)
                self.assertIn(b"Budget has been exceeded!", data)
                spent = self.gateway.json("GET", f"/key/info?key={key}")["info"]["spend"]
                self.assertGreaterEqual(spent, 0.5)
                # What one look at the progress of a stream may miss: 64 events.
                self.assertLess(spent, 0.5 + 64 * 0.01 * 4)
                self.exhausted("Budget has been exceeded!", key, model="drip")
                path = f"/spend/logs?api_key={key}"
                wait_until(lambda: self.gateway.json("GET", path), "its row is there")
                self.assertEqual([row["status"] for row in self.gateway.json("GET", path)], ["failure"])

    def test_without_it_the_stream_goes_on(self):
        self.gateway.write_config(self.config(self.upstream.base).replace("hard_budget: true", "hard_budget: false"))
        wait_until(lambda: b"drip" in self.gateway.ask("GET", "/v1/models")[2], "the config is read")
        key = self.make(max_budget=0.5)
        status, _, data = self.gateway.ask("POST", "/v1/chat/completions", {
            "model": "drip", "stream": True, "messages": [{"role": "user", "content": "hi"}]}, key=key)
        self.assertEqual(status, 200)
        self.assertTrue(data.rstrip().endswith(b"data: [DONE]"), data[-200:])


class Defaults(WithGateway):
    more = "litellm_settings: {max_end_user_budget: 0.03}\n"

    def setUp(self):
        super().setUp()
        text = config(self.upstream.base, self.more)
        self.gateway.write_config(text.replace("{master_key: " + KEY + "}", "{master_key: " + KEY +
                                               ", default_team_settings: {tpm_limit: 100000, rpm_limit: 3}}"))
        key = self.make()
        wait_until(lambda: self.chat(key)[1].get("x-ratelimit-limit-requests") == "3", "the config is read")

    def test_teams_without_limits_and_keys_without_a_team_have_the_defaults(self):
        self.make("/team/new", team_id="t")
        self.make("/team/new", team_id="own", rpm_limit=5)
        one, two, ours, alone = (self.make(team_id="t"), self.make(team_id="t"), self.make(team_id="own"), self.make())
        for key in (one, two, one):
            headers = self.works(key)
        self.assertEqual(headers["x-ratelimit-team-limit-tokens"], "100000")
        status, headers, value = self.chat(two)
        self.assertEqual((status, headers["rate_limit_type"]), (429, "requests"), value)
        self.assertIn("team: t", value["error"]["message"])
        for _ in range(5):
            self.works(ours)
        self.assertEqual(self.chat(ours)[0], 429)
        for _ in range(3):
            self.works(alone)
        self.assertEqual(self.chat(alone)[0], 429)
        lines = self.gateway.json("GET", f"/key/info?key={alone}")["effective_limits"]
        self.assertEqual([(line["rpm_limit"], line["tpm_limit"]) for line in lines if line["limit_type"] == "rate"],
                         [(3, 100000)])

    def test_end_users_nobody_has_made_known_have_the_default_budget(self):
        def ask(user):
            return self.chat(KEY if user is None else self.make(), **({"user": user} if user else {}))
        self.assertEqual(ask("new")[0], 200)
        self.assertEqual(ask("new")[0], 200)
        status, _, value = ask("new")
        self.assertEqual(status, 429, value)
        self.assertIn("End User=new over budget", value["error"]["message"])
        self.assertEqual(ask("another")[0], 200)
        self.make("/customer/new", user_id="rich", max_budget=100)
        for _ in range(3):
            self.assertEqual(ask("rich")[0], 200)


class Rates(WithGateway):
    def test_requests_of_a_minute_are_exact_over_all_workers(self):
        key = self.make(rpm_limit=20)
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            answers = list(pool.map(lambda _: self.chat(key), range(120)))
        self.assertEqual(sorted(status for status, _, _ in answers), [200] * 20 + [429] * 100)
        headers, value = next((headers, value) for status, headers, value in answers if status == 429)
        self.assertRegex(value["error"]["message"],
                         r"^Rate limit exceeded for api_key: sk-\.\.\..{4}\. Limit type: requests\. Current limit: 20, "
                         r"Remaining: 0\. Limit resets at: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$")
        self.assertTrue(0 < int(headers["retry-after"]) <= 60)
        self.assertEqual(headers["rate_limit_type"], "requests")
        self.assertIn("reset_at", headers)
        good = next(headers for status, headers, _ in answers if status == 200)
        self.assertEqual((good["x-ratelimit-limit-requests"], good["x-litellm-key-rpm-limit"]), ("20", "20"))
        self.assertIn("x-ratelimit-api_key-remaining-requests", good)
        self.works(KEY)

    def test_tokens_count_once_they_are_known(self):
        key = self.make(tpm_limit=2000)
        self.assertEqual(self.works(key)["x-ratelimit-remaining-tokens"], "500")
        self.works(key)
        status, headers, value = self.chat(key)
        self.assertEqual((status, headers["rate_limit_type"]), (429, "tokens"), value)

    def test_requests_under_way_are_bounded_and_given_back(self):
        key = self.make(max_parallel_requests=3)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = [status for status, _, _ in pool.map(lambda _: self.chat(key, model="slow"), range(8))]
        self.assertEqual(sorted(statuses), [200] * 3 + [429] * 5)
        for _ in range(10):   # The place is free before the answer's end is seen.
            self.works(key)

    def test_each_scope_above_a_key_counts(self):
        team = self.make("/team/new", team_alias="t", rpm_limit=1)["team_id"]
        for key in (self.make(team_id=team), self.make(team_id=team)):
            self.chat(key)
        self.assertIn(f"Rate limit exceeded for team: {team}", self.chat(key)[2]["error"]["message"])
        self.make("/user/new", user_id="u", rpm_limit=1, auto_create_key=False)
        key = self.make(user_id="u")
        self.works(key)
        self.assertIn("Rate limit exceeded for user: u", self.chat(key)[2]["error"]["message"])
        key = self.make(model_rpm_limit={"plain": 1})
        self.assertEqual(self.works(key)["x-litellm-key-remaining-requests-plain"], "0")
        self.assertIn("model_per_key", self.chat(key)[2]["error"]["message"])
        self.works(key, model="other")
        self.make("/customer/new", user_id="end", rpm_limit=1)
        key = self.make()
        self.works(key, user="end")
        self.assertIn("end_user: end", self.chat(key, user="end")[2]["error"]["message"])


if __name__ == "__main__":
    gateway.main()
