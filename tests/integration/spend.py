"""What a running porticod says of its spend: every route by the shape its callers rely on, and by sums that are exactly
what the callers have counted themselves."""
import csv
import datetime
import hashlib
import io
import json
import os
import sqlite3
import sys
import unittest
from fractions import Fraction

import gateway
from gateway import KEY, Gateway, deployment
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
COST = Fraction("0.02")
TOKENS = 1500
UNIX_DAY_US = 86_400_000_000


def digest(key):
    return hashlib.sha256(key.encode()).hexdigest()


def exact(number):
    """A JSON number as the decimal it was written as."""
    return Fraction(str(number))


def day(ago=0):
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=ago)).date()


def config(base, more=""):
    rows = "".join(deployment(name, "plain", base, PRICES) for name in ("first", "second"))
    rows += deployment("limited", "fail-429", base, PRICES)
    return (f"model_list:\n{rows}general_settings:\n  master_key: {KEY}\n{more}"
            "router_settings:\n  num_retries: 0\n  disable_cooldowns: true\n"
            "  provider_budget_config: {openai: {budget_limit: 100, time_period: 1d}}\n")


class Spend(unittest.TestCase):
    """One gateway with known traffic: (key, user, team, model, end user, tag) and how often."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(keep=False)
        cls.addClassCleanup(cls.upstream.close)
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base), ["--num_workers", "2"])
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.start()
        ask = cls.gateway.json
        ask("POST", "/team/new", {"team_id": "red", "team_alias": "Red team",
                                  "members_with_roles": [{"role": "admin", "user_id": "ann"}]})
        for user in ("ann", "bob"):
            if ask("GET", "/user/list?user_ids=" + user)["total"] == 0:
                ask("POST", "/user/new", {"user_id": user, "user_role": "internal_user", "auto_create_key": False,
                                          "user_email": user + "@example.org"})
            else:
                ask("POST", "/user/update", {"user_id": user, "user_role": "internal_user",
                                             "user_email": user + "@example.org"})
        make = lambda **fields: ask("POST", "/key/generate", fields)["key"]
        cls.ann = make(user_id="ann", team_id="red", key_alias="ann-key")
        cls.bob = make(user_id="bob", key_alias="bob-key")
        cls.lone = make(key_alias="lone-key")
        cls.spender = make(key_alias="auditor", permissions={"get_spend_routes": True})
        cls.unused = make(key_alias="unused")
        cls.ids = []
        cls.send(cls.ann, "first", 3, user="guest", tags=["blue"])
        cls.send(cls.ann, "second", 2, tags=["blue", "green"])
        cls.send(cls.bob, "first", 4, user="visitor")
        cls.send(cls.lone, "second", 1)
        cls.failures = 2
        for _ in range(cls.failures):
            status, _, data = cls.call(cls.bob, "limited")
            assert status == 429, data
        cls.total = 10
        cls.rows = cls.total + cls.failures
        ask("POST", "/global/spend/refresh")

    @classmethod
    def call(cls, key, model, user=None, tags=()):
        body = {"model": model, "messages": [{"role": "user", "content": "hi"}]}
        if user:
            body["user"] = user
        if tags:
            body["metadata"] = {"tags": list(tags)}
        return cls.gateway.ask("POST", "/v1/chat/completions", body, key=key)

    @classmethod
    def send(cls, key, model, times, **more):
        for _ in range(times):
            status, headers, data = cls.call(key, model, **more)
            assert status == 200, data
            cls.ids.append(headers["x-litellm-call-id"])

    def get(self, path, key=KEY, status=200):
        got, _, data = self.gateway.ask("GET", path, key=key)
        self.assertEqual(got, status, f"GET {path}: {data[:500]!r}")
        return json.loads(data)

    def post(self, path, body=None, key=KEY, status=200):
        got, _, data = self.gateway.ask("POST", path, body if body is not None else {}, key=key)
        self.assertEqual(got, status, f"POST {path}: {data[:500]!r}")
        return json.loads(data)

    def refused(self, path, status, key=KEY, method="GET", body=None):
        got, _, data = self.gateway.ask(method, path, body, key=key)
        self.assertEqual(got, status, f"{method} {path}: {data[:500]!r}")
        error = json.loads(data)["error"]
        self.assertEqual(set(error), {"message", "type", "param", "code"})
        self.assertEqual(error["code"], str(status))
        return error

    def costs(self, number, times, what=""):
        self.assertEqual(exact(number), COST * times, what)

    def dates(self, ago=0):
        return f"start_date={day(ago)}&end_date={day()}"

    # Rows.

    def test_days_in_sums(self):
        days = self.get("/spend/logs?" + self.dates(3))
        self.assertEqual([one["startTime"] for one in days], [str(day(ago)) for ago in (3, 2, 1, 0)])
        for one in days[:3]:
            self.assertEqual(one, {"startTime": one["startTime"], "spend": 0, "users": {}, "models": {}})
        last = days[3]
        self.costs(last["spend"], 10)
        self.costs(last[digest(self.ann)], 5)
        self.costs(last[digest(self.bob)], 4)
        self.costs(last[digest(self.lone)], 1)
        self.costs(last["users"]["ann"], 5)
        self.costs(last["users"]["bob"], 4)
        self.costs(last["models"]["plain"], 10)

    def test_days_of_one_key_or_user(self):
        for query in (f"api_key={self.ann}", f"api_key={digest(self.ann)}", "user_id=ann", "team_id=red"):
            last = self.get(f"/spend/logs?{query}&" + self.dates())[0]
            self.costs(last["spend"], 5, query)
            self.assertEqual(set(last), {"startTime", "spend", "users", "models", digest(self.ann)}, query)
            self.costs(last["users"]["ann"], 5, query)
            self.assertEqual(set(last["models"]), {"plain"}, query)

    def test_rows(self):
        rows = self.get("/spend/logs")
        self.assertEqual(len(rows), self.rows)
        self.costs(sum(exact(row["spend"]) for row in rows), 10)
        for name in ("request_id", "call_type", "api_key", "spend", "total_tokens", "prompt_tokens", "completion_tokens",
                     "startTime", "endTime", "completionStartTime", "request_duration_ms", "model", "model_id",
                     "model_group", "custom_llm_provider", "api_base", "user", "team_id", "end_user", "metadata",
                     "cache_hit", "request_tags", "messages", "response", "session_id", "status"):
            self.assertIn(name, rows[0])
        times = [row["startTime"] for row in rows]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(sum(row["status"] == "failure" for row in rows), self.failures)
        green = [row for row in rows if "green" in row["request_tags"]]
        self.assertEqual([(row["user"], row["team_id"], row["model_group"]) for row in green],
                         [("ann", "red", "second")] * 2)
        self.assertEqual(green[0]["total_tokens"], TOKENS)
        self.assertEqual(green[0]["api_base"], self.upstream.base)

    def test_rows_of_one_key_user_or_request(self):
        for query, count in ((f"api_key={self.bob}", 6), ("user_id=ann", 5), (f"request_id={self.ids[0]}", 1),
                             ("user_id=nobody", 0), ("request_id=none", 0)):
            self.assertEqual(len(self.get("/spend/logs?" + query)), count, query)
        self.assertEqual(self.get(f"/spend/logs?request_id={self.ids[0]}")[0]["litellm_call_id"], self.ids[0])
        rows = self.get("/spend/logs?summarize=false&" + self.dates())
        self.assertEqual(len(rows), self.rows)

    def test_rows_in_pages(self):
        everything = [row["id"] for row in self.get("/spend/logs")]
        for query in ("", "&user_id=ann", "&summarize=false&" + self.dates()):
            whole = [row["id"] for row in self.get("/spend/logs?x=1" + query)]
            paged = []
            for page in range(1, 10):
                part = [row["id"] for row in self.get(f"/spend/logs?page={page}&page_size=2{query}")]
                self.assertLessEqual(len(part), 2)
                paged += part
            self.assertEqual(paged, whole, query)
        self.assertEqual(len(set(everything)), self.rows)
        self.assertEqual(self.gateway.ask("GET", "/spend/logs?page_size=1001")[0], 422)

    def test_csv(self):
        status, headers, data = self.gateway.ask("GET", "/spend/logs?format=csv")
        self.assertEqual((status, headers["content-type"]), (200, "text/csv; charset=utf-8"))
        self.assertNotIn("x-next-page", headers)
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        self.assertEqual(len(rows), self.rows)
        self.assertEqual(sum(Fraction(row["spend"]) for row in rows), COST * 10)
        self.assertEqual(sum(int(row["total_tokens"]) for row in rows), 10 * TOKENS)
        self.assertEqual({row["key_alias"] for row in rows}, {"ann-key", "bob-key", "lone-key"})
        status, headers, data = self.gateway.ask("GET", "/spend/logs?format=csv&page_size=2")
        self.assertEqual((len(data.decode().strip().split("\r\n")), headers["x-next-page"]), (3, "2"))
        self.refused("/spend/logs?format=xml", 400)

    def test_pages_with_totals(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        times = f"start_date={day()}%2000:00:00&end_date={now:%Y-%m-%d}%20{now:%H:%M:%S}"
        for path in ("/spend/logs/v2", "/spend/logs/ui"):
            page = self.get(f"{path}?{times}&page=2&page_size=5")
            self.assertEqual([page["total"], page["page"], page["page_size"], page["total_pages"], len(page["data"])],
                             [self.rows, 2, 5, 3, 5])
        for query, count in (("status_filter=failure", 2), ("status_filter=success", 10), ("min_spend=0.02", 10),
                             ("min_spend=0.0200000001", 0), ("max_spend=0.01", 2), ("team_id=red", 5), ("end_user=guest", 3),
                             ("key_alias=bob-key", 6), ("error_code=429", 2), ("model=plain", 10), ("user_id=bob", 6)):
            page = self.get(f"/spend/logs/v2?{times}&{query}")
            self.assertEqual([page["total"], len(page["data"])], [count, count], query)
        self.assertEqual(self.get(f"/spend/logs/v2?request_id={self.ids[3]}")["data"][0]["litellm_call_id"], self.ids[3])
        for query in ("", f"start_date={day()}", f"end_date={day()}", "start_date=x&end_date=y", times + "&status_filter=x",
                      times + "&min_spend=x", times + "&error_code=x"):
            self.refused("/spend/logs/v2?" + query, 400)

    def test_one_request_and_one_session(self):
        one = self.get(f"/spend/logs/ui/{self.ids[0]}")
        self.assertEqual(set(one), {"messages", "response", "proxy_server_request"})
        self.refused("/spend/logs/ui/none", 404)
        self.assertEqual(self.get(f"/spend/logs/ui/{self.ids[0]}", key=self.ann), one)
        self.refused(f"/spend/logs/ui/{self.ids[0]}", 404, key=self.bob)
        self.assertEqual(self.get("/spend/logs/session/ui?session_id=none")["total"], 0)
        self.refused("/spend/logs/session/ui", 400)

    def test_bad_dates(self):
        for query in ("start_date=yesterday", f"start_date={day()}&end_date=2026-13-01", "end_date=20260101",
                      f"start_date={day()}&end_date={day(2)}", "start_date=0001-01-01&end_date=9999-12-31"):
            for path in ("/spend/logs", "/global/spend", "/global/spend/report", "/global/activity"):
                self.refused(f"{path}?{query}", 400)

    # Who may see what.

    def test_everybody_sees_their_own(self):
        for key, count in ((self.ann, 5), (self.bob, 6), (self.lone, 1), (self.unused, 0), (self.spender, self.rows)):
            self.assertEqual(len(self.get("/spend/logs", key=key)), count)
        last = self.get("/spend/logs?" + self.dates(), key=self.ann)[0]
        self.costs(last["spend"], 5)
        self.assertEqual(set(last), {"startTime", "spend", "users", "models", digest(self.ann)})
        self.assertEqual(self.get(f"/spend/logs?request_id={self.ids[0]}", key=self.bob), [])
        self.assertEqual(len(self.get(f"/spend/logs?request_id={self.ids[0]}", key=self.ann)), 1)
        self.assertEqual(self.get("/global/activity?" + self.dates(), key=self.bob)["sum_api_requests"], 6)
        self.assertEqual([row["user_id"] for row in self.get("/spend/users?user_id=ann", key=self.ann)], ["ann"])
        report = self.get(f"/global/spend/report?api_key={self.bob}&" + self.dates(), key=self.bob)
        self.costs(report[0]["total_cost"], 4)

    def test_the_spend_of_others_is_refused(self):
        for key in (self.ann, self.lone):
            for query in (f"api_key={self.bob}", "user_id=bob", f"api_key={digest(self.bob)}&" + self.dates()):
                self.refused("/spend/logs?" + query, 403, key=key)
        self.refused("/spend/users?user_id=bob", 403, key=self.ann)
        self.refused("/global/spend/report?internal_user_id=bob&" + self.dates(), 403, key=self.ann)
        self.refused(f"/spend/logs/v2?{self.dates()}&user_id=bob", 403, key=self.ann)

    def test_what_only_administrators_see(self):
        for path in ("/spend/keys", "/spend/users", "/spend/tags", "/global/spend", "/global/spend/users",
                     "/global/spend/models", "/global/spend/keys", "/global/spend/teams", "/global/spend/logs",
                     "/global/spend/tags", "/global/spend/all_tag_names", "/global/spend/provider?" + self.dates(),
                     "/global/spend/report?" + self.dates(), "/global/all_end_users",
                     "/global/activity/exceptions?" + self.dates(), "/global/activity/cache_hits?" + self.dates(),
                     "/global/activity/exceptions/deployment?" + self.dates(), "/provider/budgets"):
            self.assertIn("Only proxy admin", self.refused(path, 401, key=self.ann)["message"], path)
            self.get(path, key=self.spender)
            self.refused(path, 401, key=None)
            self.refused(path, 401, key="sk-unknown-0000")
        for path in ("/global/spend/end_users", "/global/spend/refresh"):
            self.refused(path, 401, key=self.ann, method="POST", body={})
        for path in ("/spend/logs", "/global/activity", "/spend/logs/v2"):
            self.refused(path, 401, key=None)

    def test_users_cannot_give_themselves_the_permission(self):
        wish = {"permissions": {"get_spend_routes": True}}
        self.refused("/key/generate", 403, key=self.bob, method="POST", body=wish)
        own = self.post("/key/generate", {}, key=self.bob)["key"]
        self.refused("/key/update", 403, key=self.bob, method="POST", body={"key": own, **wish})
        self.refused("/spend/keys", 401, key=own)

    # Lists.

    def test_keys_users_and_tags(self):
        keys = self.get("/spend/keys")
        self.assertEqual([row["key_alias"] for row in keys[:3]], ["ann-key", "bob-key", "lone-key"])
        self.costs(keys[0]["spend"], 5)
        self.assertEqual(keys[0]["token"], digest(self.ann))
        self.assertEqual(len(self.get("/spend/keys?limit=2")), 2)
        users = self.get("/spend/users")
        self.assertEqual([row["user_id"] for row in users[:2]], ["ann", "bob"])
        self.costs(self.get("/spend/users?user_id=bob")[0]["spend"], 4)
        self.assertEqual(self.get("/spend/users?user_id=nobody"), [])
        for path in ("/spend/tags", "/spend/tags?" + self.dates()):
            tags = {row["individual_request_tag"]: row for row in self.get(path)}
            self.assertEqual([tags[name]["log_count"] for name in ("blue", "green")], [5, 2])
            self.costs(tags["blue"]["total_spend"], 5)
        self.assertEqual(self.get(f"/spend/tags?start_date={day(9)}&end_date={day(5)}"), [])
        self.refused("/spend/tags?start_date=x", 400)

    def test_calculate(self):
        usage = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
        answer = {"model": "first", "usage": usage, "choices": []}
        self.costs(self.post("/spend/calculate", {"completion_response": answer}, key=self.bob)["cost"], 1)
        cost = self.post("/spend/calculate", {"model": "first", "messages": [{"role": "user", "content": "hi " * 400}]})
        self.assertGreater(cost["cost"], 0)
        for body in ({}, {"model": "first"}, {"messages": []}, {"completion_response": {"usage": usage}},
                     {"completion_response": {"model": "first"}},
                     {"completion_response": {"model": "no-such-model", "usage": usage}}):
            self.refused("/spend/calculate", 400, method="POST", body=body)
        self.refused("/spend/calculate", 401, key=None, method="POST", body={})

    def test_global_spend(self):
        for query, times in (("", 10), ("?" + self.dates(), 10), (f"?start_date={day(9)}&end_date={day(5)}", 0),
                             (f"?start_date={day()}", 10), (f"?end_date={day(1)}", 0)):
            answer = self.get("/global/spend" + query)
            self.assertEqual(set(answer), {"spend", "max_budget"})
            self.costs(answer["spend"], times, query)

    def test_global_lists(self):
        users = self.get("/global/spend/users")
        self.assertEqual([(row["user_id"], row["user_email"], row["api_requests"], row["total_tokens"])
                          for row in users if row["user_id"] in ("ann", "bob")],
                         [("ann", "ann@example.org", 5, 5 * TOKENS), ("bob", "bob@example.org", 6, 4 * TOKENS)])
        self.costs(sum(exact(row["total_spend"]) for row in users), 10)
        self.assertEqual(len(self.get("/global/spend/users?limit=1")), 1)
        self.assertEqual(self.get(f"/global/spend/users?start_date={day(9)}&end_date={day(5)}"), [])
        models = self.get("/global/spend/models?limit=10")
        self.assertEqual(models[0]["model"], "plain")
        self.costs(models[0]["total_spend"], 10)
        self.assertEqual(len(self.get("/global/spend/models?limit=1")), 1)
        keys = self.get("/global/spend/keys?limit=2")
        self.assertEqual([(row["api_key"], row["key_alias"]) for row in keys],
                         [(digest(self.ann), "ann-key"), (digest(self.bob), "bob-key")])
        self.assertEqual(keys[0]["key_name"], "sk-..." + self.ann[-4:])
        self.costs(keys[1]["total_spend"], 4)
        self.assertEqual(self.gateway.ask("GET", "/global/spend/keys?limit=0")[0], 422)

    def test_global_teams(self):
        answer = self.get("/global/spend/teams")
        self.assertEqual(answer["teams"][:1], ["Red team"])
        self.assertEqual(len(answer["daily_spend"]), 31)
        today = answer["daily_spend"][-1]
        self.assertEqual(today["date"], str(day()))
        self.costs(today["Red team"], 5)
        self.assertEqual(answer["total_spend_per_team"][0]["team_id"], "Red team")
        self.costs(sum(exact(row["total_spend"]) for row in answer["total_spend_per_team"]), 10)

    def test_global_end_users(self):
        rows = {row["end_user"]: row for row in self.post("/global/spend/end_users")}
        self.assertEqual({name: row["total_count"] for name, row in rows.items()}, {"guest": 3, "visitor": 4})
        self.costs(rows["visitor"]["total_spend"], 4)
        of_key = self.post("/global/spend/end_users", {"api_key": self.ann, "startTime": f"{day()} 00:00:00"})
        self.assertEqual([(row["end_user"], row["total_count"]) for row in of_key], [("guest", 3)])
        self.assertEqual(self.post("/global/spend/end_users", {"endTime": str(day(2))}), [])
        self.refused("/global/spend/end_users", 400, method="POST", body={"startTime": "x"})
        self.assertEqual(self.get("/global/all_end_users"), {"end_users": ["guest", "visitor"]})

    def test_global_logs(self):
        rows = self.get("/global/spend/logs")
        self.assertEqual([row["date"] for row in rows], [str(day(ago)) for ago in range(30, -1, -1)])
        self.costs(rows[-1]["spend"], 10)
        self.assertEqual(sum(row["spend"] for row in rows[:-1]), 0)
        self.costs(self.get(f"/global/spend/logs?api_key={self.bob}")[-1]["spend"], 4)

    def test_global_tags_and_providers(self):
        rows = {row["name"]: row for row in self.get("/global/spend/tags")["spend_per_tag"]}
        self.assertEqual(rows["green"]["log_count"], 2)
        self.costs(rows["blue"]["spend"], 5)
        only = self.get(f"/global/spend/tags?tags=green&{self.dates()}")["spend_per_tag"]
        self.assertEqual([row["name"] for row in only], ["green"])
        self.assertEqual(self.get("/global/spend/all_tag_names"), {"tag_names": ["blue", "green"]})
        providers = self.get("/global/spend/provider?" + self.dates())
        self.assertEqual([row["provider"] for row in providers], ["openai"])
        self.costs(providers[0]["spend"], 10)
        self.refused("/global/spend/provider", 400)

    def test_report(self):
        days = self.get("/global/spend/report?" + self.dates(2))
        self.assertEqual([one["group_by_day"] for one in days], [f"{day()}T00:00:00+00:00"])
        teams = {team["team_name"]: team for team in days[0]["teams"]}
        self.assertEqual(set(teams), {"Red team", "Unassigned Team"})
        self.costs(teams["Red team"]["total_spend"], 5)
        self.costs(teams["Unassigned Team"]["total_spend"], 5)
        self.assertEqual([(row["model"], row["total_tokens"], row["api_key"]) for row in teams["Red team"]["metadata"]],
                         [("plain", 5 * TOKENS, digest(self.ann))])
        self.costs(teams["Red team"]["metadata"][0]["spend"], 5)
        self.assertEqual([team["team_name"] for team in self.get("/global/spend/report?team_id=red&" + self.dates())[0]["teams"]],
                         ["Red team"])
        customers = self.get("/global/spend/report?group_by=customer&" + self.dates())[0]["customers"]
        self.assertEqual([(row["customer"], exact(row["total_spend"])) for row in customers],
                         [("guest", 3 * COST), ("visitor", 4 * COST)])
        for query in (f"api_key={self.ann}", "internal_user_id=ann"):
            rows = self.get(f"/global/spend/report?{query}&" + self.dates())
            self.assertEqual([row["api_key"] for row in rows], [digest(self.ann)])
            self.costs(rows[0]["total_cost"], 5)
            self.assertEqual([rows[0]["total_input_tokens"], rows[0]["total_output_tokens"]], [5000, 2500])
            self.assertEqual(rows[0]["model_details"], [{"total_cost": 0.1, "total_input_tokens": 5000,
                                                         "total_output_tokens": 2500, "model": "plain"}])
        self.costs(self.get("/global/spend/report?customer_id=guest&" + self.dates())[0]["total_cost"], 3)
        self.assertEqual(len(self.get("/global/spend/report?group_by=api_key&" + self.dates())), 3)
        self.refused("/global/spend/report", 400)
        self.refused(f"/global/spend/report?start_date={day()}", 400)
        self.refused("/global/spend/report?group_by=colour&" + self.dates(), 400)

    def test_activity(self):
        answer = self.get("/global/activity?" + self.dates(5))
        self.assertEqual(answer, {"daily_data": [{"date": f"{day():%b %d}", "api_requests": self.rows,
                                                  "total_tokens": 10 * TOKENS}],
                                  "sum_api_requests": self.rows, "sum_total_tokens": 10 * TOKENS})
        models = self.get("/global/activity/model?" + self.dates())
        self.assertEqual([(row["model"], row["sum_api_requests"], row["sum_total_tokens"]) for row in models],
                         [("first", 7, 7 * TOKENS), ("second", 3, 3 * TOKENS), ("limited", 2, 0)])
        self.assertEqual([row["model"] for row in self.get("/global/activity/model?" + self.dates(), key=self.lone)], ["second"])
        for path in ("/global/activity", "/global/activity/model", "/global/activity/exceptions",
                     "/global/activity/exceptions/deployment", "/global/activity/cache_hits"):
            self.refused(path, 400)
            self.refused(path + "?start_date=x&end_date=y", 400)

    def test_exceptions(self):
        expected = {"daily_data": [{"date": f"{day():%b %d}", "num_rate_limit_exceptions": 2}],
                    "sum_num_rate_limit_exceptions": 2}
        self.assertEqual(self.get("/global/activity/exceptions?model_group=limited&" + self.dates()), expected)
        self.assertEqual(self.get("/global/activity/exceptions?model_group=first&" + self.dates())["daily_data"], [])
        self.assertEqual(self.get("/global/activity/exceptions/deployment?model_group=limited&" + self.dates()),
                         [{**expected, "api_base": self.upstream.base}])

    def test_cache_hits(self):
        rows = self.get("/global/activity/cache_hits?" + self.dates())
        self.assertEqual(sum(row["total_rows"] for row in rows), self.rows)
        self.assertEqual({row["call_type"] for row in rows}, {"acompletion"})
        self.assertEqual(sum(row["generated_completion_tokens"] for row in rows), 5000)
        self.assertEqual(sum(row["cache_hit_true_rows"] for row in rows), 0)

    def test_provider_budgets(self):
        row = self.get("/provider/budgets")["providers"]["openai"]
        self.assertEqual([row["budget_limit"], row["time_period"]], [100, "1d"])
        self.costs(row["spend"], 10)
        self.assertIsNotNone(row["budget_reset_at"])

    def test_daily_activity(self):
        for path, query, count in (("/user", "", self.rows), ("/user", "user_id=ann", 5), ("/team", "team_ids=red", 5),
                                   ("/customer", "end_user_ids=guest", 3), ("/tag", "tags=green", 2)):
            answer = self.get(f"{path}/daily/activity?{query}&" + self.dates())
            self.assertEqual(answer["metadata"]["total_api_requests"], count, path + query)
            self.assertEqual(set(answer["results"][0]), {"date", "metrics", "breakdown"})
            self.costs(answer["metadata"]["total_spend"], min(count, 10), path + query)
            self.refused(f"{path}/daily/activity", 400)
            self.refused(f"{path}/daily/activity?start_date=x&end_date=y", 400)


class Retention(unittest.TestCase):
    def test_old_rows_go_and_sums_stay(self):
        if gateway.postgres:
            self.skipTest("rows are made old in the gateway's own ledger alone")
        upstream = Upstream(keep=False)
        self.addCleanup(upstream.close)
        running = Gateway(sys.argv[1], config(upstream.base), ["--num_workers", "1"])
        self.addCleanup(running.close)
        running.start()
        for _ in range(5):
            self.assertEqual(running.chat("first")[0], 200)
        running.stop()
        # Three of them become 40 days old.
        database = sqlite3.connect(os.path.join(running.folder, "data", "ledger.db"))
        shift = 40 * UNIX_DAY_US
        with database:
            rows = database.execute("SELECT id_high, id_low FROM attempts ORDER BY id_high, id_low LIMIT 3").fetchall()
            for high, low in rows:
                database.execute("UPDATE attempts SET id_high = id_high - ?, started_us = started_us - ?, "
                                 "ended_us = ended_us - ? WHERE id_high = ? AND id_low = ?",
                                 ((shift // 1000) << 16, shift, shift, high, low))
        database.close()
        running.write_config(config(upstream.base, "  maximum_spend_logs_retention_period: 30d\n"))
        running.start()
        running.wait_for("3 rows older than 2592000 s deleted")
        self.assertEqual(len(running.json("GET", "/spend/logs")), 2)
        self.assertEqual(exact(running.json("GET", "/global/spend")["spend"]), 5 * COST)
        # Killed and replayed, nothing is counted twice.
        self.assertEqual(running.chat("first")[0], 200)
        running.kill()
        running.start()
        self.assertEqual(len(running.json("GET", "/spend/logs")), 3)
        self.assertEqual(exact(running.json("GET", "/global/spend")["spend"]), 6 * COST)

    def test_a_period_that_is_none_is_refused(self):
        config_text = config("http://127.0.0.1:9/v1", "  maximum_spend_logs_retention_period: soon\n")
        refused = Gateway(sys.argv[1], config_text)
        self.addCleanup(refused.close)
        code, text = refused.once()
        self.assertNotEqual(code, 0)
        self.assertIn("'soon' is no duration", text)


if __name__ == "__main__":
    gateway.main()
