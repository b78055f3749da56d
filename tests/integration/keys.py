"""Virtual keys, users, teams, customers, budgets and tags of a running porticod: every route of theirs by what its
callers rely on, and that nothing of it is lost."""
import concurrent.futures
import datetime
import hashlib
import http.client
import json
import os
import sqlite3
import stat
import sys
import threading
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import TEXT, Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
COST = 0.02
UNKNOWN = "sk-unknown-0000"


def digest(key):
    return hashlib.sha256(key.encode()).hexdigest()


def config(base, more=""):
    rows = "".join(deployment(name, "plain", base, PRICES) for name in ("first", "second"))
    rows += deployment("grouped", "plain", base, PRICES) + "    model_info: {access_groups: [cheap]}\n"
    return f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\nrouter_settings: {{num_retries: 0}}\n{more}"


class WithGateway(unittest.TestCase):
    more = ""
    environment = {}

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(keep=False)
        cls.addClassCleanup(cls.upstream.close)
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base, cls.more), ["--num_workers", "2"],
                              environment=cls.environment)
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.start()

    def post(self, path, body=None, key=KEY, status=200):
        got, headers, data = self.gateway.ask("POST", path, body if body is not None else {}, key=key)
        self.assertEqual(got, status, f"POST {path}: {data[:600]!r}")
        return json.loads(data)

    def get(self, path, key=KEY, status=200):
        got, headers, data = self.gateway.ask("GET", path, key=key)
        self.assertEqual(got, status, f"GET {path}: {data[:600]!r}")
        return json.loads(data)

    def refused(self, method, path, body, status, param=None, words="", key=KEY, kind=None):
        """An error in the shape of LiteLLM's management routes; its message."""
        got, headers, data = self.gateway.ask(method, path, body, key=key)
        self.assertEqual(got, status, f"{method} {path}: {data[:600]!r}")
        value = json.loads(data)
        if status == 422:
            self.assertEqual(value["detail"][0]["loc"], ["body", param])
            return value["detail"][0]["msg"]
        error = value["error"]
        self.assertEqual(set(error), {"message", "type", "param", "code"})
        self.assertEqual(error["code"], str(status))
        if param:
            self.assertEqual(error["param"], param)
        if kind:
            self.assertEqual(error["type"], kind)
        self.assertIn(words, error["message"])
        return error["message"]

    def make(self, **fields):
        return self.post("/key/generate", fields)["key"]

    def chat(self, key, model="first", **more):
        return self.gateway.ask("POST", "/v1/chat/completions",
                                {"model": model, "messages": [{"role": "user", "content": "hi"}], **more}, key=key)

    def works(self, key, model="first", **more):
        status, _, data = self.chat(key, model, **more)
        self.assertEqual(status, 200, data)


class Keys(WithGateway):
    def test_generate_returns_everything_once(self):
        wish = {"key_alias": "everything", "duration": "30d", "models": ["first"], "aliases": {"fast": "first"},
                "config": {"a": 1}, "max_budget": 0.1, "soft_budget": 0.05, "budget_duration": "30d", "user_id": "u-1",
                "max_parallel_requests": 3, "tpm_limit": 1000, "rpm_limit": 60, "metadata": {"user_id": "x", "n": [1]},
                "tags": ["t1"], "permissions": {"p": True}, "allowed_cache_controls": ["no-cache"], "guardrails": ["g"],
                "model_max_budget": {"first": {"budget_limit": 1, "time_period": "1d"}}, "model_rpm_limit": {"first": 5},
                "budget_limits": [{"budget_duration": "1d", "max_budget": 2}], "from_the_future": {"deep": [1]}}
        made = self.post("/key/generate", wish)
        for name, value in wish.items():
            if name not in ("duration", "metadata"):
                self.assertEqual(made[name], value, name)
        self.assertEqual(made["metadata"], {"user_id": "x", "n": [1], "tags": ["t1"]})
        self.assertRegex(made["key"], "^sk-[A-Za-z0-9]{22}$")
        self.assertEqual(made["token"], digest(made["key"]))
        self.assertEqual(made["token_id"], made["token"])
        self.assertEqual(made["key_name"], "sk-..." + made["key"][-4:])
        self.assertEqual(made["spend"], 0)
        self.assertEqual(made["created_by"], "default_user_id")
        expires = datetime.datetime.fromisoformat(made["expires"].replace("Z", "+00:00"))
        left = expires - datetime.datetime.now(datetime.timezone.utc)
        self.assertAlmostEqual(left.total_seconds(), 30 * 86400, delta=60)
        self.assertRegex(made["budget_reset_at"], r"-01T00:00:00Z$")
        self.assertIsNone(made["litellm_budget_table"])
        info = self.get(f"/key/info?key={made['key']}")
        self.assertEqual(info["key"], made["key"])
        for name, value in made.items():
            if name not in ("key", "token_id"):
                self.assertEqual(info["info"][name], value, name)
        self.assertNotIn(made["key"], json.dumps(info["info"]))

    def test_every_field_is_optional(self):
        status, _, data = self.gateway.ask("POST", "/key/generate", b"")
        self.assertEqual(status, 200, data)
        made = json.loads(data)
        for name in ("expires", "max_budget", "budget_duration", "user_id", "team_id", "tpm_limit", "key_alias"):
            self.assertIsNone(made[name], name)
        self.assertEqual([made["models"], made["aliases"], made["metadata"], made["blocked"]], [[], {}, {}, False])

    def test_generate_says_what_is_wrong(self):
        self.post("/key/generate", {"key_alias": "taken"})
        for body, status, param in (({"max_budget": "much"}, 422, "max_budget"), ({"max_budget": -1}, 422, "max_budget"),
                                    ({"models": "first"}, 422, "models"), ({"tpm_limit": 1.5}, 422, "tpm_limit"),
                                    ({"metadata": []}, 422, "metadata"), ({"aliases": {"a": 1}}, 422, "aliases"),
                                    ({"key_type": "other"}, 422, "key_type"), ({"duration": 5}, 422, "duration"),
                                    ({"duration": "soon"}, 400, "duration"), ({"key": "abc"}, 400, "key"),
                                    ({"budget_duration": "x"}, 400, "budget_duration"),
                                    ({"team_id": "nobody"}, 400, "team_id"), ({"budget_id": "none"}, 400, "budget_id"),
                                    ({"key_alias": "taken"}, 400, "key_alias"),
                                    ({"budget_limits": [1]}, 422, "budget_limits")):
            with self.subTest(body=body):
                self.refused("POST", "/key/generate", body, status, param)
        status, _, data = self.gateway.ask("POST", "/key/generate", b"{")
        self.assertEqual((status, "Invalid JSON payload" in data.decode()), (400, True))
        status, _, data = self.gateway.ask("POST", "/key/generate", b"[]")
        self.assertEqual(status, 422)

    def test_a_key_of_ones_own(self):
        self.assertEqual(self.make(key="sk-my-own-key-1"), "sk-my-own-key-1")
        self.works("sk-my-own-key-1")
        message = self.refused("POST", "/key/generate", {"key": "sk-my-own-key-1"}, 400, "key")
        self.assertNotIn("sk-my-own-key-1", message)

    def test_spend_is_counted_exactly(self):
        made = self.post("/key/generate", {"max_budget": 10, "spend": 1.5})
        for _ in range(3):
            self.works(made["key"])
        row = self.get("/key/info", key=made["key"])["info"]
        self.assertEqual(row["spend"], 1.56)
        _, headers, _ = self.chat(made["key"])
        self.assertEqual(float(headers["x-litellm-key-spend"]), 1.58)

    def test_update(self):
        made = self.post("/key/generate", {"models": ["first"], "max_budget": 1, "metadata": {"a": 1}})
        key = made["key"]
        self.assertEqual(self.chat(key, "second")[0], 403)
        changed = self.post("/key/update", {"key": key, "models": ["second"], "max_budget": None, "spend": 0.5})
        self.assertEqual(changed["key"], key)
        self.assertEqual([changed["models"], changed["max_budget"], changed["metadata"], changed["spend"]],
                         [["second"], 1, {"a": 1}, 0.5])
        self.assertEqual(self.chat(key, "first")[0], 403)
        self.works(key, "second")
        self.post("/key/update", {"key": made["token"], "key_alias": "by-hash", "duration": "1h"})
        self.assertIsNotNone(self.get(f"/key/info?key={made['token']}")["info"]["expires"])
        self.post("/key/update", {"key": key, "duration": "-1"})
        self.assertIsNone(self.get(f"/key/info?key={key}")["info"]["expires"])
        grant = {"temp_budget_increase": 5, "temp_budget_expiry": "2099-01-01T00:00:00Z"}
        self.assertEqual(self.post("/key/update", {"key": key, **grant})["temp_budget_increase"], 5)
        self.refused("POST", "/key/update", {"key": key, "temp_budget_increase": 5}, 400, "temp_budget_expiry")
        self.refused("POST", "/key/update", {"models": []}, 422, "key")
        self.refused("POST", "/key/update", {"key": UNKNOWN, "models": []}, 404, "key")
        self.refused("POST", "/key/update", {"key": key, "tpm_limit": "x"}, 422, "tpm_limit")

    def test_bulk_update(self):
        keys = [self.make(), self.make()]
        answer = self.post("/key/bulk_update", {"keys": [{"key": key, "max_budget": 3} for key in (*keys, UNKNOWN)]})
        self.assertEqual([answer["total_requested"], len(answer["successful_updates"]), len(answer["failed_updates"])],
                         [3, 2, 1])
        self.assertEqual(self.get(f"/key/info?key={keys[1]}")["info"]["max_budget"], 3)

    def test_delete(self):
        first, second = self.make(), self.make(key_alias="to-go")
        self.refused("POST", "/key/delete", {}, 400, "keys")
        self.refused("POST", "/key/delete", {"keys": [first, UNKNOWN]}, 404, "keys")
        self.works(first)
        self.assertEqual(self.post("/key/delete", {"keys": [first]}), {"deleted_keys": [first]})
        self.assertEqual(self.post("/key/delete", {"key_aliases": ["to-go"]}), {"deleted_keys": [digest(second)]})
        for key in (first, second):
            self.refused("POST", "/v1/chat/completions", {"model": "first", "messages": []}, 401, "key",
                         "Authentication Error, Invalid proxy server token passed.", key=key,
                         kind="token_not_found_in_db")
            self.refused("GET", f"/key/info?key={key}", None, 404, "key")
        self.make(key_alias="to-go")

    def test_info_of_ones_own_key(self):
        key, other = self.make(), self.make()
        self.assertEqual(self.get("/key/info", key=key)["key"], digest(key))
        self.assertEqual(self.get(f"/key/info?key={key}", key=key)["info"]["token"], digest(key))
        self.refused("GET", f"/key/info?key={other}", None, 403, key=key)
        self.assertEqual(self.get("/key/info")["info"]["key_alias"], "master")
        rows = self.post("/v2/key/info", {"keys": [key, other]})
        self.assertEqual([row["token"] for row in rows["info"]], [digest(key), digest(other)])
        self.refused("POST", "/v2/key/info", {}, 422, "keys")

    def test_list_pages_and_filters(self):
        made = [self.post("/key/generate", {"user_id": "lister", "key_alias": f"listed-{i}"}) for i in range(5)]
        page = self.get("/key/list?user_id=lister&size=2&page=2")
        self.assertEqual([page["total_count"], page["current_page"], page["total_pages"], len(page["keys"])], [5, 2, 3, 2])
        everything = [token for number in (1, 2, 3)
                      for token in self.get(f"/key/list?user_id=lister&size=2&page={number}")["keys"]]
        self.assertEqual(sorted(everything), sorted(row["token"] for row in made))
        whole = self.get("/key/list?key_alias=listed-3&return_full_object=true")["keys"]
        self.assertEqual([row["key_alias"] for row in whole], ["listed-3"])
        self.assertEqual(self.get(f"/key/list?key_hash={made[0]['token']}")["keys"], [made[0]["token"]])
        named = self.get("/key/list?user_id=lister&return_full_object=true&sort_by=key_alias&sort_order=asc")["keys"]
        self.assertEqual([row["key_alias"] for row in named], [f"listed-{i}" for i in range(5)])
        for query, param in (("size=101", "size"), ("size=0", "size"), ("page=x", "page")):
            self.refused("GET", f"/key/list?{query}", None, 422, param)
        self.refused("GET", "/key/list?sort_by=colour", None, 400, "sort_by")
        self.assertIn("listed-2", self.get("/key/aliases")["aliases"])

    def test_block_and_unblock_count_from_the_next_request(self):
        key = self.make()
        self.works(key)
        self.assertIs(self.post("/key/block", {"key": key})["blocked"], True)
        self.refused("POST", "/v1/chat/completions", {"model": "first", "messages": []}, 401, "None",
                     "Key is blocked. Update via `/key/unblock` if you're an admin.", key=key, kind="auth_error")
        self.assertIs(self.post("/key/unblock", {"key": digest(key)})["blocked"], False)
        self.works(key)
        self.refused("POST", "/key/block", {"key": UNKNOWN}, 404, "key")
        self.refused("POST", "/key/block", {}, 422, "key")

    def test_expired_keys(self):
        key = self.make(duration="1s")
        self.works(key)
        wait_until(lambda: self.chat(key)[0] == 401, "the key has expired")
        message = self.refused("POST", "/v1/chat/completions", {"model": "first", "messages": []}, 401,
                               "sk-..." + key[-4:], "Authentication Error - Expired Key. Key Expiry time", key=key,
                               kind="expired_key")
        self.assertNotIn(key, message)

    def test_regenerate(self):
        made = self.post("/key/generate", {"models": ["first"], "max_budget": 5})
        self.works(made["key"])
        fresh = self.post("/key/regenerate", {"key": made["key"], "max_budget": 6})
        self.assertNotEqual(fresh["key"], made["key"])
        self.assertEqual([fresh["models"], fresh["max_budget"], fresh["spend"]], [["first"], 6, COST])
        self.assertEqual(self.chat(made["key"])[0], 401)
        self.works(fresh["key"])
        again = self.post(f"/key/{fresh['token']}/regenerate", {"new_key": "sk-chosen-anew"})
        self.assertEqual([again["key"], again["spend"]], ["sk-chosen-anew", 2 * COST])
        self.refused("POST", "/key/regenerate", {"key": UNKNOWN}, 404, "key")
        self.refused("POST", "/key/regenerate", {"key": again["key"], "new_key": "abc"}, 400, "new_key")
        self.refused("POST", "/key/regenerate", {"key": again["key"], "grace_period": "x"}, 400, "grace_period")
        self.refused("POST", "/key/regenerate", {"new_master_key": "sk-1"}, 400, "new_master_key")

    def test_regenerate_with_grace(self):
        old = self.make(key_alias="graceful")
        fresh = self.post("/key/regenerate", {"key": old, "grace_period": "2s"})["key"]
        for key in (old, fresh):
            self.works(key)
        self.assertEqual(self.get(f"/key/info?key={fresh}")["info"]["spend"], 2 * COST)
        wait_until(lambda: self.chat(old)[0] == 401, "the old key counts no more")
        self.works(fresh)

    def test_reset_spend(self):
        key = self.make(max_budget=1)
        self.works(key)
        self.refused("POST", f"/key/{key}/reset_spend", {}, 422, "reset_to")
        self.refused("POST", f"/key/{key}/reset_spend", {"reset_to": 5}, 400, "reset_to")
        answer = self.post(f"/key/{key}/reset_spend", {"reset_to": 0})
        self.assertEqual([answer["spend"], answer["previous_spend"]], [0, COST])
        self.works(key)
        self.assertEqual(self.get("/key/info", key=key)["info"]["spend"], COST)

    def test_service_account(self):
        team = self.post("/team/new", {})["team_id"]
        self.refused("POST", "/key/service-account/generate", {}, 400, "team_id")
        made = self.post("/key/service-account/generate", {"team_id": team, "key_alias": "robot"})
        self.assertEqual([made["team_id"], made["user_id"], made["metadata"]["service_account_id"]], [team, None, "robot"])
        self.works(made["key"])

    def test_health(self):
        self.assertEqual(self.post("/key/health", key=self.make()), {"key": "healthy", "logging_callbacks": None})

    def test_key_types_and_routes(self):
        llm, info, manage = (self.make(key_type=kind) for kind in ("llm_api", "read_only", "management"))
        self.works(llm)
        status, _, data = self.gateway.ask("GET", "/key/info", key=llm)
        self.assertEqual(status, 403)
        self.assertEqual(json.loads(data), {"detail": "Virtual key is not allowed to call this route. Only allowed to "
                                                      "call routes: ['llm_api_routes']. Tried to call route: /key/info"})
        self.assertEqual(self.get("/key/info", key=info)["info"]["allowed_routes"], ["info_routes"])
        self.assertEqual(self.chat(info)[0], 403)
        self.assertEqual(self.chat(manage)[0], 403)
        self.assertEqual(self.get("/key/info", key=manage)["info"]["allowed_routes"], ["management_routes"])
        exact = self.make(allowed_routes=["/v1/chat/completions", "/v1/mod*"])
        self.works(exact)
        self.get("/v1/models", key=exact)
        self.assertEqual(self.gateway.ask("POST", "/v1/messages", {}, key=exact)[0], 403)

    def test_models(self):
        key = self.make(models=["second", "cheap"], aliases={"mine": "second"})
        self.assertEqual([row["id"] for row in self.get("/v1/models", key=key)["data"]], ["second", "grouped", "mine"])
        self.works(key, "second")
        self.works(key, "grouped")
        self.works(key, "mine")
        self.refused("POST", "/v1/chat/completions", {"model": "first", "messages": []}, 403, "model",
                     "key not allowed to access model. This key can only access models=['second', 'cheap']. Tried to "
                     "access first", key=key, kind="key_model_access_denied")
        self.assertEqual(self.gateway.ask("GET", "/v1/models/first", key=key)[0], 404)
        self.assertEqual(self.gateway.ask("GET", "/v1/models/second", key=key)[0], 200)

    def test_all_four_dialects(self):
        key, refused = self.make(), self.make(models=["second"])
        chat = {"model": "first", "messages": [{"role": "user", "content": "hi"}]}
        calls = (("/v1/chat/completions", chat, "Authorization"), ("/v1/messages", {**chat, "max_tokens": 9}, "x-api-key"),
                 ("/v1/responses", {"model": "first", "input": "hi"}, "Authorization"),
                 ("/v1beta/models/first:generateContent", {"contents": [{"parts": [{"text": "hi"}]}]}, "x-goog-api-key"))
        for path, body, header in calls:
            def ask(value):
                value = f"Bearer {value}" if header == "Authorization" else value
                status, _, data = self.gateway.ask("POST", path, body, key=None, headers={header: value})
                return status, json.loads(data)
            with self.subTest(path=path):
                status, value = ask(key)
                self.assertEqual(status, 200, value)
                self.assertIn(TEXT, json.dumps(value))
                for other, expected in ((refused, 403), (UNKNOWN, 401)):
                    status, value = ask(other)
                    self.assertEqual(status, expected, value)
                    if path == "/v1/messages":
                        self.assertEqual(value["type"], "error")
                        self.assertEqual(value["error"]["type"],
                                         "permission_error" if expected == 403 else "authentication_error")
                    elif "generateContent" in path:
                        self.assertEqual(value["error"]["code"], expected)
                        self.assertEqual(value["error"]["status"],
                                         "PERMISSION_DENIED" if expected == 403 else "UNAUTHENTICATED")
                    else:
                        self.assertEqual(value["error"]["code"], str(expected))
        self.assertEqual(self.get(f"/key/info?key={key}")["info"]["spend"], 4 * COST)

    def test_fallbacks_keep_to_the_keys_models(self):
        body = {"model": "first", "messages": [{"role": "user", "content": "hi"}], "fallbacks": ["second"],
                "mock_testing_fallbacks": True}
        self.assertEqual(self.gateway.ask("POST", "/v1/chat/completions", body, key=self.make(models=["first", "second"]))[0], 200)
        self.assertNotEqual(self.gateway.ask("POST", "/v1/chat/completions", body, key=self.make(models=["first"]))[0], 200)

    def test_passed_requests_keep_to_the_models(self):
        body = {"model": "plain", "messages": [{"role": "user", "content": "hi"}]}
        path = "/openai/v1/chat/completions"
        self.post(path, body, key=self.make())
        self.post(path, body, key=self.make(models=["openai/*"]))
        self.refused("POST", path, body, 403, "model", "Tried to access plain", key=self.make(models=["first"]))

    def test_only_administrators_manage(self):
        key = self.make()
        for method, path in (("POST", "/key/generate"), ("POST", "/user/new"), ("POST", "/team/new"), ("GET", "/user/list"),
                             ("POST", "/customer/new"), ("POST", "/budget/new"), ("GET", "/audit"), ("POST", "/tag/new"),
                             ("POST", "/key/block"), ("POST", "/global/spend/reset")):
            with self.subTest(path=path):
                self.refused(method, path, {} if method == "POST" else None, 401, "None",
                             "Only proxy admin can be used to generate, delete, update info for new keys/users/teams. "
                             f"Route={path}. Your role=unknown. Your user_id=None", key=key, kind="auth_error")

    def test_deferred_routes_say_so(self):
        for method, path in (("POST", "/organization/new"), ("GET", "/organization/list"), ("POST", "/invitation/new"),
                             ("GET", "/sso/key/generate"), ("POST", "/login")):
            self.refused(method, path, {} if method == "POST" else None, 501, None, f"Route {path} is not available")

    def test_the_official_client(self):
        try:
            import openai
        except ImportError:
            self.skipTest("the package openai is not installed")
        key = self.make(models=["first"])
        client = openai.OpenAI(base_url=self.gateway.base + "/v1", api_key=key, max_retries=0)
        question = [{"role": "user", "content": "hi"}]
        self.assertEqual(client.chat.completions.create(model="first", messages=question).choices[0].message.content, TEXT)
        stream = client.chat.completions.create(model="first", messages=question, stream=True)
        self.assertEqual("".join(part.choices[0].delta.content or "" for part in stream if part.choices), TEXT)
        self.assertEqual([model.id for model in client.models.list()], ["first"])
        with self.assertRaises(openai.PermissionDeniedError):
            client.chat.completions.create(model="second", messages=question)
        self.post("/key/block", {"key": key})
        with self.assertRaises(openai.AuthenticationError):
            client.chat.completions.create(model="first", messages=question)


class Users(WithGateway):
    def test_life_of_a_user(self):
        made = self.post("/user/new", {"user_id": "ann", "user_email": "ann@example.com", "user_alias": "Ann",
                                       "user_role": "internal_user", "max_budget": 5, "budget_duration": "7d",
                                       "models": ["first"], "metadata": {"desk": 4}})
        self.assertEqual([made["user_id"], made["user_email"], made["user_role"], made["max_budget"], made["spend"]],
                         ["ann", "ann@example.com", "internal_user", 5, 0])
        self.works(made["key"])
        self.assertEqual(self.chat(made["key"], "second")[0], 403)
        info = self.get("/user/info?user_id=ann")
        self.assertEqual([info["user_id"], info["user_info"]["spend"], [key["token"] for key in info["keys"]], info["teams"]],
                         ["ann", COST, [digest(made["key"])], []])
        self.assertEqual(self.get("/v2/user/info?user_id=ann")["metadata"], {"desk": 4})
        self.assertEqual(self.get("/user/info", key=made["key"])["user_id"], "ann")
        changed = self.post("/user/update", {"user_id": "ann", "max_budget": 9, "user_alias": None})
        self.assertEqual([changed["max_budget"], changed["user_alias"], changed["data"]["max_budget"]], [9, "Ann", 9])
        self.post("/user/update", {"user_email": "ann@example.com", "models": ["second"]})
        self.refused("POST", "/v1/chat/completions", {"model": "first", "messages": []}, 403, "model",
                     "User not allowed to access model", key=made["key"], kind="user_model_access_denied")
        bulk = self.post("/user/bulk_update", {"users": [{"user_id": "ann", "tpm_limit": 7}, {"user_id": "nobody"}]})
        self.assertEqual([bulk["total_requested"], bulk["successful_updates"], bulk["failed_updates"]], [2, 1, 1])
        self.assertEqual(self.post("/user/delete", {"user_ids": ["ann"]}), 1)
        self.assertEqual(self.chat(made["key"])[0], 401)
        self.refused("GET", "/user/info?user_id=ann", None, 404, "user_id")

    def test_what_is_wrong(self):
        self.post("/user/new", {"user_id": "bob", "user_email": "Bob@example.com", "auto_create_key": False})
        for body, status, param in (({"user_id": "bob"}, 400, "user_id"), ({"user_email": "bob@example.com"}, 400, "user_email"),
                                    ({"user_role": "king"}, 422, "user_role"), ({"max_budget": []}, 422, "max_budget"),
                                    ({"teams": ["none"]}, 400, "teams"), ({"budget_duration": "x"}, 400, "budget_duration")):
            with self.subTest(body=body):
                self.refused("POST", "/user/new", body, status, param)
        self.refused("POST", "/user/update", {"max_budget": 1}, 400, "user_id")
        self.refused("POST", "/user/update", {"user_id": "nobody"}, 404, "user_id")
        self.refused("POST", "/user/delete", {"user_ids": ["nobody"]}, 404, "user_id")
        self.refused("POST", "/user/delete", {}, 422, "user_ids")

    def test_list(self):
        for i in range(3):
            self.post("/user/new", {"user_id": f"row-{i}", "user_email": f"row-{i}@list.example", "user_role": "internal_user_viewer"})
        page = self.get("/user/list?user_email=list.example&page_size=2")
        self.assertEqual([page["total"], page["page"], page["page_size"], page["total_pages"], len(page["users"])],
                         [3, 1, 2, 2, 2])
        self.assertEqual(page["users"][0]["key_count"], 1)
        self.assertEqual(self.get("/user/list?role=internal_user_viewer&user_ids=row-1,row-2")["total"], 2)
        self.assertEqual(self.get("/user/list?user_email=list.example&sort_by=user_id&sort_order=desc")["users"][0]["user_id"],
                         "row-2")
        self.get("/user/get_users")
        self.assertIn("row-1", [row["user_id"] for row in self.get("/user/filter/ui")])
        self.assertGreaterEqual(self.get("/user/available_users")["total_users_used"], 3)

    def test_roles(self):
        admin = self.post("/user/new", {"user_role": "proxy_admin"})["key"]
        viewer = self.post("/user/new", {"user_role": "proxy_admin_viewer"})["key"]
        user = self.post("/user/new", {"user_id": "worker", "user_role": "internal_user"})["key"]
        other = self.post("/user/new", {"user_id": "colleague", "user_role": "internal_user"})["key"]
        self.post("/key/generate", {}, key=admin)
        self.get("/user/list", key=viewer)
        self.refused("POST", "/key/generate", {}, 401, key=viewer)
        self.refused("GET", "/user/list", None, 401, key=user)
        own = self.post("/key/generate", {"max_budget": 1}, key=user)
        self.assertEqual([own["user_id"], own["created_by"]], ["worker", "worker"])
        self.refused("POST", "/key/generate", {"user_id": "colleague"}, 403, key=user)
        self.refused("POST", "/key/update", {"key": own["key"], "user_id": "colleague"}, 403, None, "user_id", key=user)
        given = self.make(user_id="worker", models=["first"], max_budget=1)
        for change in ({"max_budget": 100}, {"models": []}, {"spend": 0}, {"duration": "-1"}):
            self.refused("POST", "/key/update", {"key": given, **change}, 403, None, next(iter(change)), key=user)
        self.refused("POST", "/key/regenerate", {"key": given, "max_budget": 100}, 403, None, "max_budget", key=user)
        self.post("/key/update", {"key": own["key"], "key_alias": "renamed"}, key=user)
        self.refused("POST", "/key/update", {"key": own["key"], "key_alias": "stolen"}, 403, key=other)
        self.refused("POST", "/key/delete", {"keys": [own["key"]]}, 403, key=other)
        self.refused("GET", "/user/info?user_id=worker", None, 403, key=other)
        self.assertEqual(sorted(self.get("/key/list", key=user)["keys"]), sorted([digest(user), own["token"], digest(given)]))
        self.post("/key/delete", {"keys": [own["key"]]}, key=user)

    def test_users_see_their_own_rows(self):
        mine, other = (self.post("/user/new", {"user_id": name})["key"] for name in ("mine", "other"))
        lone = self.make()
        for key in (mine, other, lone):
            self.works(key)
        for key, user in ((mine, "mine"), (other, "other"), (lone, "")):
            wait_until(lambda: self.get("/spend/logs", key=key), "the row is written")
            rows = self.get("/spend/logs", key=key)
            self.assertEqual([(row["api_key"], row["user"], row["spend"]) for row in rows], [(digest(key), user, COST)])
        theirs = self.get(f"/spend/logs?api_key={other}")[0]["request_id"]
        self.assertEqual(self.get(f"/spend/logs?request_id={theirs}", key=mine), [])
        self.assertEqual(len(self.get(f"/spend/logs?request_id={theirs}", key=other)), 1)
        self.refused("GET", "/spend/logs?user_id=other", None, 403, key=mine)

    def test_daily_activity(self):
        made = self.post("/user/new", {"user_id": "active"})
        for _ in range(2):
            self.works(made["key"])
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        path = f"/user/daily/activity?start_date={today}&end_date={today}"
        wait_until(lambda: self.get(path + "&user_id=active")["metadata"]["total_api_requests"] == 2, "both rows are written")
        value = self.get(path + "&user_id=active")
        self.assertEqual(value["metadata"]["total_spend"], 2 * COST)
        day = value["results"][0]
        self.assertEqual(day["date"], today)
        self.assertEqual(day["metrics"], {"spend": 2 * COST, "prompt_tokens": 2000, "completion_tokens": 1000,
                                          "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0,
                                          "total_tokens": 3000, "successful_requests": 2, "failed_requests": 0,
                                          "api_requests": 2})
        self.assertEqual(set(day["breakdown"]), {"models", "model_groups", "providers", "api_keys", "endpoints",
                                                 "mcp_servers", "entities"})
        self.assertEqual(list(day["breakdown"]["model_groups"]), ["first"])
        self.assertEqual(list(day["breakdown"]["api_keys"]), [digest(made["key"])])
        self.assertEqual(list(day["breakdown"]["entities"]), ["active"])
        self.assertEqual(self.get(path, key=made["key"])["metadata"]["total_api_requests"], 2)
        self.assertGreaterEqual(self.get(path)["metadata"]["total_api_requests"], 2)
        self.refused("GET", path + "&user_id=somebody", None, 401, key=made["key"])
        self.refused("GET", "/user/daily/activity", None, 400, "start_date")
        for other in ("team", "customer", "tag"):
            self.assertIn("results", self.get(path.replace("/user/", f"/{other}/")))


class Teams(WithGateway):
    def test_life_of_a_team(self):
        made = self.post("/team/new", {"team_id": "red", "team_alias": "Red", "models": ["first"], "max_budget": 3,
                                       "budget_duration": "1mo", "tpm_limit": 90_000, "metadata": {"floor": 2},
                                       "members_with_roles": [{"role": "admin", "user_id": "boss"}], "unheard_of": 1})
        self.assertEqual([made["team_id"], made["spend"], made["admins"], made["unheard_of"]], ["red", 0, ["boss"], 1])
        self.assertRegex(made["budget_reset_at"], r"-01T00:00:00Z$")
        self.refused("POST", "/team/new", {"team_id": "red"}, 400, "team_id")
        self.refused("POST", "/team/new", {"max_budget": "x"}, 422, "max_budget")
        self.refused("POST", "/team/new", {"members_with_roles": [{}]}, 422, "members_with_roles")
        key = self.make(team_id="red", user_id="boss")
        self.works(key)
        self.refused("POST", "/v1/chat/completions", {"model": "second", "messages": []}, 403, "model",
                     "Team not allowed to access model", key=key, kind="team_model_access_denied")
        info = self.get("/team/info?team_id=red")
        self.assertEqual([info["team_id"], info["team_info"]["spend"], [row["token"] for row in info["keys"]]],
                         ["red", COST, [digest(key)]])
        self.assertEqual([(row["user_id"], row["spend"]) for row in info["team_memberships"]], [("boss", COST)])
        self.assertEqual(self.get("/team/info?team_id=red", key=key)["team_id"], "red")
        changed = self.post("/team/update", {"team_id": "red", "max_budget": 4, "team_alias": None})
        self.assertEqual([changed["max_budget"], changed["team_alias"], changed["data"]["team_id"]], [4, "Red", "red"])
        self.assertEqual(self.post("/team/model/add", {"team_id": "red", "models": ["second"]})["models"], ["first", "second"])
        self.works(key, "second")
        self.assertEqual(self.post("/team/model/delete", {"team_id": "red", "models": ["first"]})["models"], ["second"])
        self.assertIs(self.post("/team/block", {"team_id": "red"})["blocked"], True)
        self.refused("POST", "/v1/chat/completions", {"model": "second", "messages": []}, 401, "None", "Team=red is blocked", key=key)
        self.post("/team/unblock", {"team_id": "red"})
        self.works(key, "second")
        self.refused("POST", "/team/delete", {"team_ids": ["none"]}, 404, "team_id")
        self.assertEqual(self.post("/team/delete", {"team_ids": ["red"]})["deleted_teams"], ["red"])
        self.assertEqual(self.chat(key, "second")[0], 401)
        self.refused("GET", "/team/info?team_id=red", None, 404, "team_id")

    def test_members(self):
        self.post("/team/new", {"team_id": "blue", "team_member_budget": 2})
        added = self.post("/team/member_add", {"team_id": "blue", "member": {"role": "user", "user_id": "m1"},
                                               "max_budget_in_team": 1.5})
        self.assertEqual([row["user_id"] for row in added["updated_users"]], ["m1"])
        self.assertEqual(added["updated_team_memberships"][0]["litellm_budget_table"]["max_budget"], 1.5)
        added = self.post("/team/member_add", {"team_id": "blue", "member": [{"role": "admin", "user_email": "m2@x.y"},
                                                                            {"user_id": "m3"}]})
        self.assertEqual(len(added["members_with_roles"]), 3)
        self.assertEqual(added["updated_team_memberships"][1]["litellm_budget_table"]["max_budget"], 2)
        self.assertIn("blue", self.get("/user/info?user_id=m1")["user_info"]["teams"])
        self.refused("POST", "/team/member_add", {"team_id": "blue", "member": {"user_id": "m1"}}, 400, "member")
        self.refused("POST", "/team/member_add", {"team_id": "blue"}, 422, "member")
        self.refused("POST", "/team/member_add", {"team_id": "none", "member": {"user_id": "m1"}}, 404, "team_id")
        self.refused("POST", "/team/member_add", {"team_id": "blue", "member": {"user_id": "q", "role": "x"}}, 422, "member")
        bulk = self.post("/team/bulk_member_add", {"team_id": "blue", "members": [{"user_id": "m4"}, {"user_id": "m5"}]})
        self.assertEqual(bulk["successful_additions"], 2)
        changed = self.post("/team/member_update", {"team_id": "blue", "user_id": "m1", "role": "admin", "max_budget_in_team": 3})
        self.assertEqual([changed["role"], changed["max_budget_in_team"]], ["admin", 3])
        self.refused("POST", "/team/member_update", {"team_id": "blue", "user_id": "nobody"}, 400, "user_id")
        key = self.make(team_id="blue", user_id="m4")
        self.works(key)
        left = self.post("/team/member_delete", {"team_id": "blue", "user_id": "m4"})
        self.assertEqual(len(left["members_with_roles"]), 4)
        self.assertEqual(self.chat(key)[0], 401)
        self.refused("POST", "/team/member_delete", {"team_id": "blue", "user_id": "m4"}, 400, "user_id")

    def test_admins_of_a_team(self):
        self.post("/team/new", {"team_id": "green", "members_with_roles": [{"role": "admin", "user_id": "chief"},
                                                                         {"role": "user", "user_id": "crew"}]})
        chief = self.make(user_id="chief")
        crew = self.make(user_id="crew")
        self.post("/team/member_add", {"team_id": "green", "member": {"user_id": "crew2"}}, key=chief)
        self.refused("POST", "/team/member_add", {"team_id": "green", "member": {"user_id": "crew3"}}, 403, key=crew)
        self.post("/team/update", {"team_id": "green", "team_alias": "Green"}, key=chief)
        self.refused("POST", "/team/update", {"team_id": "green", "max_budget": 99}, 403, None, "max_budget", key=chief)
        self.post("/key/generate", {"team_id": "green", "user_id": "crew"}, key=chief)
        self.refused("POST", "/key/generate", {"team_id": "green"}, 403, key=crew)
        self.post("/team/permissions_update", {"team_id": "green", "team_member_permissions": ["/key/generate"]}, key=chief)
        self.post("/key/generate", {"team_id": "green"}, key=crew)
        self.assertEqual(self.get("/team/permissions_list?team_id=green")["team_member_permissions"], ["/key/generate"])
        self.assertEqual([row["team_id"] for row in self.get("/team/list", key=crew)], ["green"])
        self.refused("GET", "/team/info?team_id=green", None, 403, key=self.make())

    def test_lists(self):
        for i in range(3):
            self.post("/team/new", {"team_id": f"list-{i}", "team_alias": f"Listed {i}"})
        page = self.get("/v2/team/list?team_alias=Listed&page_size=2")
        self.assertEqual([page["total"], page["total_pages"], len(page["teams"])], [3, 2, 2])
        rows = self.get("/team/list")
        self.assertTrue({"keys", "team_memberships", "team_id"} <= set(rows[0]))
        self.assertEqual(self.get("/team/available"), [])

    def test_callbacks(self):
        self.post("/team/new", {"team_id": "logged"})
        self.post("/team/logged/callback", {"callback_name": "langfuse", "callback_type": "success",
                                            "callback_vars": {"langfuse_secret_key": "very-secret"}})
        self.assertEqual(self.get("/team/logged/callback")["data"],
                         {"team_id": "logged", "success_callbacks": ["langfuse"], "failure_callbacks": []})
        self.assertNotIn("very-secret", json.dumps(self.get("/audit?object_id=logged")))
        self.post("/team/logged/disable_logging")
        self.assertEqual(self.get("/team/logged/callback")["data"]["success_callbacks"], [])
        self.refused("GET", "/team/none/callback", None, 404, "team_id")

    def test_aliases_of_a_team(self):
        self.post("/team/new", {"team_id": "named", "model_aliases": {"ours": "second"}})
        self.works(self.make(team_id="named"), "ours")


class Others(WithGateway):
    def test_customers(self):
        made = self.post("/customer/new", {"user_id": "shop", "alias": "Shop", "max_budget": 2, "budget_duration": "1d"})
        self.assertEqual([made["user_id"], made["alias"], made["blocked"], made["spend"], made["litellm_budget_table"]["max_budget"]],
                         ["shop", "Shop", False, 0, 2])
        self.refused("POST", "/customer/new", {"user_id": "shop"}, 400, "user_id")
        self.refused("POST", "/customer/new", {}, 422, "user_id")
        self.refused("POST", "/end_user/new", {"user_id": "x", "max_budget": 1, "budget_id": "b"}, 400, "budget_id")
        key = self.make()
        self.works(key, user="shop")
        self.works(key, user="passer-by")
        self.assertEqual(self.get("/customer/info?end_user_id=shop")["spend"], COST)
        self.assertEqual(self.get("/end_user/info?end_user_id=passer-by")["spend"], COST)
        self.refused("GET", "/customer/info?end_user_id=stranger", None, 404, "user_id")
        self.assertEqual(self.post("/customer/update", {"user_id": "shop", "alias": "Store"})["alias"], "Store")
        self.assertEqual([row["user_id"] for row in self.get("/customer/list")], ["shop"])
        self.assertIs(self.post("/customer/block", {"user_ids": ["shop"]})["blocked_users"][0]["blocked"], True)
        status, _, data = self.chat(key, user="shop")
        self.assertEqual((status, "blocked" in data.decode()), (401, True))
        self.post("/user/unblock", {"user_ids": ["shop"]})
        self.works(key, user="shop")
        self.assertEqual(self.post("/customer/delete", {"user_ids": ["shop"]})["deleted_customers"], 1)
        self.refused("POST", "/customer/delete", {"user_ids": ["shop"]}, 404, "user_id")

    def test_budgets(self):
        made = self.post("/budget/new", {"budget_id": "small", "max_budget": 1, "budget_duration": "1d", "rpm_limit": 5,
                                         "model_max_budget": {"first": 1}})
        self.assertEqual([made["budget_id"], made["max_budget"], made["rpm_limit"]], ["small", 1, 5])
        self.assertIsNotNone(made["budget_reset_at"])
        self.assertTrue(self.post("/budget/new", {"max_budget": 2})["budget_id"])
        self.refused("POST", "/budget/new", {"budget_id": "small"}, 400, "budget_id")
        self.refused("POST", "/budget/new", {"max_budget": "x"}, 422, "max_budget")
        self.assertEqual(self.post("/budget/update", {"budget_id": "small", "max_budget": 3})["max_budget"], 3)
        self.refused("POST", "/budget/update", {"budget_id": "none"}, 404, "budget_id")
        self.assertEqual([row["max_budget"] for row in self.post("/budget/info", {"budgets": ["small"]})], [3])
        self.refused("POST", "/budget/info", {"budgets": []}, 400, "budgets")
        key = self.post("/key/generate", {"budget_id": "small"})
        self.assertEqual(key["litellm_budget_table"]["max_budget"], 3)
        self.assertIn("small", [row["budget_id"] for row in self.get("/budget/list")])
        fields = {row["field_name"]: row["field_value"] for row in self.get("/budget/settings?budget_id=small")}
        self.assertEqual(fields["rpm_limit"], 5)
        self.assertEqual(self.post("/budget/delete", {"id": "small"})["budget_id"], "small")
        self.refused("POST", "/budget/delete", {"id": "small"}, 404, "id")

    def test_tags(self):
        made = self.post("/tag/new", {"name": "ads", "description": "Advertising", "max_budget": 4})
        self.assertEqual(made["tag"]["name"], "ads")
        self.refused("POST", "/tag/new", {"name": "ads"}, 400, "name")
        self.refused("POST", "/tag/new", {}, 422, "name")
        self.works(self.make(tags=["ads"]), metadata={"tags": ["wild"]})
        row = self.post("/tag/info", {"names": ["ads"]})["ads"]
        self.assertEqual([row["spend"], row["litellm_budget_table"]["max_budget"]], [COST, 4])
        self.assertEqual(self.post("/tag/update", {"name": "ads", "description": "Ads"})["tag"]["description"], "Ads")
        self.assertEqual([tag["name"] for tag in self.get("/tag/list")], ["ads"])
        self.assertTrue({"ads", "wild"} <= {row["tag"] for row in self.get("/tag/distinct")["results"]})
        self.post("/tag/delete", {"name": "ads"})
        self.refused("POST", "/tag/delete", {"name": "ads"}, 404, "name")

    def test_access_groups(self):
        made = self.post("/access_group/new", {"access_group": "good", "model_names": ["second"]})
        self.assertEqual([made["access_group"], made["model_names"], made["models_updated"]], ["good", ["second"], 1])
        self.refused("POST", "/access_group/new", {"access_group": "good", "model_names": ["first"]}, 400, "access_group")
        self.refused("POST", "/access_group/new", {"access_group": "bad", "model_names": ["nothing"]}, 400, "model_names")
        key = self.make(models=["good"])
        self.works(key, "second")
        self.assertEqual(self.chat(key, "first")[0], 403)
        status, _, data = self.gateway.ask("PUT", "/access_group/good/update", {"model_names": ["first"]})
        self.assertEqual(status, 200, data)
        self.works(key, "first")
        self.assertEqual({row["access_group"] for row in self.get("/access_group/list")["access_groups"]}, {"cheap", "good"})
        self.assertEqual(self.get("/access_group/cheap/info")["model_names"], ["grouped"])
        status, _, data = self.gateway.ask("DELETE", "/access_group/good/delete")
        self.assertEqual(status, 200, data)
        self.assertEqual(self.chat(key, "first")[0], 403)

    def test_audit(self):
        key = self.post("/key/generate", {"key_alias": "audited"})
        self.post("/key/update", {"key": key["key"], "max_budget": 7})
        self.post("/key/delete", {"keys": [key["key"]]})
        page = self.get(f"/audit?object_id={key['token']}&page_size=2")
        self.assertEqual([page["total"], page["total_pages"]], [3, 2])
        self.assertEqual([row["action"] for row in page["audit_logs"]], ["deleted", "updated"])
        row = page["audit_logs"][1]
        self.assertEqual([row["before_value"]["max_budget"], row["updated_values"]["max_budget"]], [None, 7])
        self.assertEqual([row["changed_by"], row["table_name"]], ["default_user_id", "LiteLLM_VerificationToken"])
        self.assertEqual(self.get(f"/audit/{row['id']}")["id"], row["id"])
        self.assertNotIn(key["key"], json.dumps(self.get("/audit?page_size=1000")))
        self.refused("GET", "/audit/none", None, 404, "id")

    def test_global_reset(self):
        key = self.make(team_id=self.post("/team/new", {"team_id": "reset"})["team_id"])
        self.works(key)
        self.assertEqual(self.post("/global/spend/reset")["status"], "success")
        self.assertEqual(self.get("/key/info", key=key)["info"]["spend"], 0)
        self.assertEqual(self.get("/team/info?team_id=reset")["team_info"]["spend"], 0)


class Settings(WithGateway):
    more = """litellm_settings:
  default_key_generate_params: {max_budget: 1.5, models: [first], metadata: {setby: admin}}
  upperbound_key_generate_params: {max_budget: 100, duration: 30d, tpm_limit: 1000}
  default_internal_user_params: {user_role: internal_user_viewer, max_budget: 3}
  default_team_params: {max_budget: 8, models: [second]}
  key_generation_settings: {personal_key_generation: {allowed_user_roles: [proxy_admin]}}
  timezone: Europe/Berlin
budget_config:
  - {user_id: seeded, max_budget: 12.5, time_period: monthly}
"""

    def test_defaults_and_bounds_of_keys(self):
        made = self.post("/key/generate", {})
        self.assertEqual([made["max_budget"], made["models"], made["metadata"], made["tpm_limit"]],
                         [1.5, ["first"], {"setby": "admin"}, 1000])
        self.assertIsNotNone(made["expires"])
        made = self.post("/key/generate", {"max_budget": 500, "tpm_limit": 5, "duration": "90d", "models": ["second"]})
        self.assertEqual([made["max_budget"], made["tpm_limit"], made["models"]], [100, 5, ["second"]])
        expires = datetime.datetime.fromisoformat(made["expires"].replace("Z", "+00:00"))
        self.assertLess(expires - datetime.datetime.now(datetime.timezone.utc), datetime.timedelta(days=31))

    def test_defaults_of_users_and_teams(self):
        user = self.post("/user/new", {})
        self.assertEqual([user["user_role"], user["max_budget"]], ["internal_user_viewer", 3])
        team = self.post("/team/new", {"models": ["first"]})
        self.assertEqual([team["max_budget"], team["models"]], [8, ["first"]])

    def test_who_may_make_keys(self):
        user = self.post("/user/new", {"user_role": "internal_user"})["key"]
        self.refused("POST", "/key/generate", {}, 403, None, "Personal key creation has been restricted by admin", key=user)

    def test_days_end_in_the_zone(self):
        reset = self.post("/key/generate", {"budget_duration": "1d"})["budget_reset_at"]
        self.assertRegex(reset, "T2[23]:00:00Z$")

    def test_budgets_of_the_config(self):
        row = self.get("/user/info?user_id=seeded")["user_info"]
        self.assertEqual([row["max_budget"], row["budget_duration"]], [12.5, "monthly"])


class Survival(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream(keep=False)
        self.addCleanup(self.upstream.close)
        self.gateway = Gateway(sys.argv[1], config(self.upstream.base), ["--num_workers", "2"])
        self.addCleanup(self.gateway.close)
        self.gateway.start()

    def data(self, name):
        return os.path.join(self.gateway.folder, "data", name)

    def test_a_restart_keeps_everything(self):
        key = self.gateway.json("POST", "/key/generate", {"key_alias": "kept", "max_budget": 1, "budget_duration": "30d"})
        old = self.gateway.json("POST", "/key/generate", {"max_budget": 1})
        fresh = self.gateway.json("POST", "/key/regenerate", {"key": old["key"], "grace_period": "1h"})
        self.gateway.json("POST", "/team/new", {"team_id": "t", "members_with_roles": [{"role": "admin", "user_id": "u"}]})
        self.gateway.json("POST", "/key/block", {"key": self.gateway.json("POST", "/key/generate", {"key": "sk-blocked-key"})["key"]})
        for one in (key["key"], old["key"], fresh["key"]):
            self.assertEqual(self.gateway.ask("POST", "/v1/chat/completions", {"model": "first", "messages": [
                {"role": "user", "content": "hi"}]}, key=one)[0], 200)
        before = [self.gateway.json("GET", f"/key/info?key={one['key']}") for one in (key, fresh)]
        self.assertEqual([row["info"]["spend"] for row in before], [COST, 2 * COST])
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        self.assertEqual([self.gateway.json("GET", f"/key/info?key={one['key']}") for one in (key, fresh)], before)
        self.assertEqual(self.gateway.ask("GET", "/v1/models", key=old["key"])[0], 200)
        self.assertEqual(self.gateway.ask("GET", "/v1/models", key="sk-blocked-key")[0], 401)
        self.assertEqual(self.gateway.json("GET", "/team/info?team_id=t")["team_info"]["admins"], ["u"])
        for name in ("access.db", "access.db-wal", "access.db-shm"):
            self.assertEqual(stat.S_IMODE(os.stat(self.data(name)).st_mode), 0o600, name)
        for name in os.listdir(os.path.join(self.gateway.folder, "data")):
            path = self.data(name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    content = file.read()
                for secret in (key["key"], old["key"], fresh["key"], "sk-blocked-key"):
                    self.assertNotIn(secret.encode(), content, name)
        self.assertNotIn(key["key"], self.gateway.text())

    def test_kill_loses_nothing_that_was_answered(self):
        total = 0
        keys = []
        for round_number in range(3):
            stop = threading.Event()
            made = []

            def make():
                while not stop.is_set():
                    try:
                        status, _, data = self.gateway.ask("POST", "/key/generate", {"max_budget": 5, "metadata": {"n": len(made)}})
                    except OSError:
                        return
                    except (http.client.HTTPException, ValueError):
                        return
                    if status == 200:
                        made.append(json.loads(data)["key"])

            threads = [threading.Thread(target=make) for _ in range(3)]
            for thread in threads:
                thread.start()
            wait_until(lambda: len(made) >= 25, "keys are made")
            self.gateway.kill()
            stop.set()
            for thread in threads:
                thread.join()
            self.gateway.start()
            for key in made:
                self.assertEqual(self.gateway.ask("GET", "/key/info", key=key)[0], 200, f"round {round_number}")
            total += len(made)
            keys += made
        print(f"{total} keys over 3 kills")

    def test_kill_loses_no_spend(self):
        key = self.gateway.json("POST", "/key/generate", {"user_id": "u", "max_budget": 100, "spend": 1})["key"]
        done = 0
        for _ in range(3):
            for _ in range(5):
                status, _, data = self.gateway.ask("POST", "/v1/chat/completions", {
                    "model": "first", "messages": [{"role": "user", "content": "hi"}]}, key=key)
                self.assertEqual(status, 200, data)
                done += 1
            self.gateway.kill()
            self.gateway.start()
            self.assertEqual(self.gateway.json("GET", f"/key/info?key={key}")["info"]["spend"], round(1 + done * COST, 6))
            self.assertEqual(self.gateway.json("GET", "/key/list?user_id=u")["total_count"], 1)

    def test_ten_thousand_keys(self):
        template = self.gateway.json("POST", "/key/generate", {"models": ["first"], "metadata": {"n": 1}})
        self.gateway.stop()
        database = sqlite3.connect(self.data("access.db"))
        document = json.loads(database.execute("SELECT document FROM keys").fetchone()[0])
        rows = []
        for i in range(10_000):
            key = f"sk-many-keys-{i:05}"
            rows.append((digest(key), f"alias-{i}", f"user-{i % 100}", "",
                         json.dumps({**document, "token": digest(key), "key_alias": f"alias-{i}", "user_id": f"user-{i % 100}"})))
        with database:
            database.executemany("INSERT INTO keys VALUES (?, ?, ?, ?, ?)", rows)
        database.close()
        begun = time.monotonic()
        self.gateway.start()
        started = time.monotonic() - begun
        for i in (0, 5_000, 9_999):
            self.assertEqual(self.gateway.ask("POST", "/v1/chat/completions", {"model": "first", "messages": [
                {"role": "user", "content": "hi"}]}, key=f"sk-many-keys-{i:05}")[0], 200)
        begun = time.monotonic()
        page = self.gateway.json("GET", "/key/list?user_id=user-7&size=100&return_full_object=true")
        print(f"start with 10,000 keys: {started * 1000:.0f} ms; a page of 100 of one user's: "
              f"{(time.monotonic() - begun) * 1000:.0f} ms")
        self.assertEqual([page["total_count"], len(page["keys"])], [100, 100])
        self.assertEqual(self.gateway.json("GET", "/key/list")["total_count"], 10_001)
        self.assertEqual(self.gateway.ask("GET", "/key/info", key=template["key"])[0], 200)

    def test_management_and_traffic_at_once(self):
        keys = [self.gateway.json("POST", "/key/generate", {"team_id": None})["key"] for _ in range(4)]
        stop = threading.Event()
        statuses = set()

        def call(key):
            while not stop.is_set():
                statuses.add(self.gateway.ask("POST", "/v1/chat/completions", {"model": "first", "messages": [
                    {"role": "user", "content": "hi"}]}, key=key)[0])

        with concurrent.futures.ThreadPoolExecutor() as pool:
            running = [pool.submit(call, key) for key in keys]
            for number in range(100):
                self.gateway.json("POST", "/key/update", {"key": keys[number % 4], "metadata": {"n": number}})
            stop.set()
            for one in running:
                one.result()
        self.assertEqual(statuses, {200})
        spent = sum(self.gateway.json("GET", f"/key/info?key={key}")["info"]["spend"] for key in keys)
        proxy = self.gateway.json("GET", "/key/info")["info"]["spend"]
        self.assertGreater(spent, 0)
        self.assertEqual(proxy, 0)

    def test_a_broken_database_stops_only_virtual_keys(self):
        self.gateway.stop()
        for name in ("access.db", "access.db-wal", "access.db-shm"):
            if os.path.exists(self.data(name)):
                os.remove(self.data(name))
        with open(self.data("access.db"), "wb") as file:
            file.write(b"x" * 8192)
        self.gateway.start()
        self.assertIn("there are no virtual keys", self.gateway.text())
        self.assertEqual(self.gateway.chat("first")[0], 200)
        status, _, data = self.gateway.ask("GET", "/v1/models", key=UNKNOWN)
        self.assertEqual((status, "No connected db" in data.decode()), (401, True))
        status, _, data = self.gateway.ask("POST", "/key/generate", {})
        self.assertEqual((status, "DB not connected" in data.decode()), (500, True))


if __name__ == "__main__":
    gateway.main()
