"""Every row of the contract on health, keys, people, spend and errors: its status, the members of its answer, and how it
refuses. What the members mean is looked at in keys.py, limits.py, spend.py and health.py."""
import json
import sys
import unittest
import urllib.parse

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"
TODAY = "start_date=2020-01-01&end_date=2020-01-03"

ANY = object()
ERROR = {"message", "type", "param", "code"}
REFUSED = {"error": {"message": ANY, "type": "auth_error", "code": "401"}}   # Of a route for administrators.


def members(value, wanted, where):
    """That all wanted members are there, with the types of what stands for them."""
    if isinstance(wanted, dict):
        assert isinstance(value, dict), f"{where}: {value!r} is no object"
        for name, one in wanted.items():
            assert name in value, f"{where}: {name} is missing in {sorted(value)}"
            if one is not ANY:
                members(value[name], one, f"{where}.{name}")
    elif isinstance(wanted, set):
        assert isinstance(value, dict), f"{where}: {value!r} is no object"
        assert wanted <= set(value), f"{where}: {sorted(wanted - set(value))} missing in {sorted(value)}"
    elif isinstance(wanted, list):
        assert isinstance(value, list), f"{where}: {value!r} is no list"
        if wanted:
            assert value, f"{where} is empty"
            for one in value:
                members(one, wanted[0], where + "[]")
    elif isinstance(wanted, type) or isinstance(wanted, tuple):
        assert isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)), \
            f"{where}: {value!r} is no {wanted}"
    else:
        assert value == wanted, f"{where}: {value!r} is not {wanted!r}"


NUMBER = (int, float)
TEXT = str
MAYBE = (str, type(None))
KEY_ROW = {"token", "key_name", "key_alias", "spend", "expires", "models", "aliases", "config", "user_id", "team_id",
           "permissions", "max_parallel_requests", "metadata", "blocked", "tpm_limit", "rpm_limit", "max_budget",
           "budget_duration", "budget_reset_at", "model_max_budget", "allowed_cache_controls", "soft_budget", "created_at",
           "created_by", "updated_at", "updated_by"}
USER_ROW = {"user_id", "user_email", "user_role", "spend", "max_budget", "models", "tpm_limit", "rpm_limit", "metadata"}
TEAM_ROW = {"team_id", "team_alias", "members_with_roles", "metadata", "models", "max_budget", "budget_duration", "tpm_limit",
            "rpm_limit", "blocked", "spend", "budget_reset_at"}
CUSTOMER_ROW = {"user_id", "blocked", "alias", "spend", "allowed_model_region", "default_model", "litellm_budget_table"}
BUDGET_ROW = {"budget_id", "max_budget", "soft_budget", "max_parallel_requests", "tpm_limit", "rpm_limit", "budget_duration",
              "model_max_budget"}
DAY = {"date": TEXT, "metrics": {"spend", "prompt_tokens", "completion_tokens", "cache_read_input_tokens",
                                 "cache_creation_input_tokens", "total_tokens", "successful_requests", "failed_requests",
                                 "api_requests"},
       "breakdown": {"models", "model_groups", "providers", "api_keys", "endpoints", "mcp_servers", "entities"}}
ACTIVITY = {"results": [DAY], "metadata": {"total_spend", "total_prompt_tokens", "total_completion_tokens", "total_tokens",
                                          "total_api_requests", "total_successful_requests", "total_failed_requests", "page",
                                          "total_pages", "has_more"}}
RATES = {"daily_data": [{"date": TEXT, "api_requests": int, "total_tokens": int}], "sum_api_requests": int,
         "sum_total_tokens": int}


def config(base):
    rows = "".join(deployment(name, name, base, PRICES) for name in ("plain", "fail-401", "fail-403", "fail-404", "fail-408",
                                                                     "fail-413", "fail-422", "fail-429", "fail-500", "fail-503"))
    return (f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\n"
            "litellm_settings: {callbacks: [prometheus], cache: true, cache_params: {type: local}}\n"
            "router_settings: {num_retries: 0, disable_cooldowns: true, provider_budget_config: "
            "{openai: {budget_limit: 100, time_period: 1d}}}\nportico_settings: {model_private_addresses: true}\n")


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(keep=False)
        cls.addClassCleanup(cls.upstream.close)
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base), environment={
            "STORE_MODEL_IN_DB": "True", "LITELLM_SALT_KEY": "salt"})
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.start()

    def rows(self, rows, **values):
        """Each: method, path, body, who asks (None: nobody), status, members of the answer."""
        for method, path, body, who, status, wanted in rows:
            path, body = self.filled(path, values), self.filled(body, values)
            with self.subTest(f"{method} {path} by {who or 'nobody'}"):
                key = {"admin": KEY, "somebody": values.get("somebody"), None: None}.get(who, who)
                key = self.filled(key, values)
                got, headers, data = self.gateway.ask(method, path, body, key=key)
                self.assertEqual(got, status, data[:500])
                if wanted is ANY:
                    continue
                value = json.loads(data) if "json" in headers.get("content-type", "") else data.decode()
                members(value, wanted, f"{method} {path}")

    def filled(self, value, values):
        if isinstance(value, str):
            for name, text in values.items():
                value = value.replace("{" + name + "}", text)
            return value
        if isinstance(value, dict):
            return {name: self.filled(one, values) for name, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one, values) for one in value]
        return value

    def make(self, **fields):
        return self.gateway.json("POST", "/key/generate", fields)

    def chat(self, key, model="plain", **more):
        return self.gateway.ask("POST", "/v1/chat/completions", {
            "model": model, "messages": [{"role": "user", "content": "hi"}], **more}, key=key)


class Health(Contract):
    def test_rows(self):
        admin_only = [("GET", path, None, "somebody", 401, REFUSED) for path in (
            "/health/services?service=webhook", "/health/history", "/health/latest", "/health/license", "/health/shared-status",
            "/active/callbacks", "/get/config/callbacks")]
        known = {"litellm_params": {"model": "openai/plain", "api_base": self.upstream.base, "api_key": "sk-x"}}
        lost = {"litellm_params": {"model": "openai/fail-401", "api_base": self.upstream.base, "api_key": "sk-x"}}
        own = {"litellm_params": {"model": "openai/plain", "api_base": self.upstream.base, "api_key": "os.environ/HOME"}}
        self.rows([
            ("GET", "/health", None, "admin", 200, {"healthy_endpoints": [{"model", "model_id", "api_base"}],
                                                    "unhealthy_endpoints": [{"model", "error"}], "healthy_count": int,
                                                    "unhealthy_count": int}),
            ("GET", "/health?model=plain", None, "admin", 200, {"healthy_count": 1, "unhealthy_count": 0}),
            ("GET", "/health", None, None, 200, {"healthy_count": int, "unhealthy_count": int}),
            ("GET", "/health", None, "sk-wrong", 401, {"error": ERROR}),
            ("GET", "/health/liveliness", None, None, 200, "I'm alive!"),
            ("GET", "/health/liveness", None, None, 200, "I'm alive!"),
            ("OPTIONS", "/health/liveliness", None, None, 200, ANY),
            ("GET", "/health/readiness", None, None, 200, {"status", "db", "cache", "litellm_version", "success_callbacks"}),
            ("GET", "/health/services?service=nothing", None, "admin", 400, {"error": ERROR}),
            ("GET", "/health/services?service=slack", None, "admin", 422, {"error": ERROR}),
            ("GET", "/health/backlog", None, "somebody", 200, {"in_flight_requests": int}),
            ("GET", "/health/history", None, "admin", 200, {
                "health_checks": [{"health_check_id": TEXT, "model_name": TEXT, "model_id": TEXT, "status": TEXT,
                                   "error_message": MAYBE, "response_time_ms": NUMBER, "checked_at": TEXT}],
                "total_records": int, "limit": 100, "offset": 0}),
            ("GET", "/health/history?status_filter=unhealthy&model=plain", None, "admin", 200, {"total_records": 0}),
            ("GET", "/health/history?limit=1&offset=1", None, "admin", 200, {"limit": 1, "offset": 1}),
            ("GET", "/health/latest", None, "admin", 200, {"latest_health_checks": dict, "total_models": int}),
            ("GET", "/health/license", None, "admin", 200, {"has_license": False}),
            ("GET", "/health/shared-status", None, "admin", 200, {"shared_health_check_enabled": False}),
            ("POST", "/health/test_connection", known, "admin", 200, {"status": "success", "result": dict}),
            ("POST", "/health/test_connection", lost, "admin", 200, {"status": "error", "result": {"error": TEXT}}),
            ("POST", "/health/test_connection", own, "admin", 400, {"error": ERROR}),
            ("POST", "/health/test_connection", {}, "admin", 400, {"error": {"param": "litellm_params"}}),
            ("POST", "/health/test_connection", known, "somebody", 401, REFUSED),
            ("GET", "/test", None, "somebody", 200, {"route": "/test"}),
            ("GET", "/test", None, None, 401, {"error": ERROR}),
            ("GET", "/routes", None, None, 200, {"routes": [{"path": TEXT, "methods": [TEXT], "name": TEXT, "endpoint": TEXT}]}),
            ("GET", "/", None, None, 200, TEXT),
            ("GET", "/docs", None, None, 200, TEXT),
            ("GET", "/redoc", None, None, 200, TEXT),
            ("GET", "/openapi.json", None, None, 200, {"openapi": TEXT, "info": dict, "paths": dict}),
            ("GET", "/metrics", None, None, 200, TEXT),
            ("GET", "/metrics/", None, None, 200, TEXT),
            ("GET", "/active/callbacks", None, "admin", 200, {"litellm.success_callback", "litellm.failure_callback"}),
            ("GET", "/get/config/callbacks", None, "admin", 200, {"status": "success", "callbacks": list}),
            ("GET", "/guardrails/list", None, "somebody", 200, {"guardrails": []}),
            ("GET", "/v2/guardrails/list", None, "somebody", 200, {"guardrails": []}),
            *admin_only,
        ], somebody=self.make(key_alias="health")["key"])


class Keys(Contract):
    def test_rows(self):
        made = self.make(key_alias="contract", max_budget=5, models=["plain"])
        gone = self.make()
        user = self.gateway.json("POST", "/user/new", {"user_id": "k-user"})
        self.gateway.json("POST", "/team/new", {"team_id": "k-team"})
        full = {name: ANY for name in KEY_ROW - {"soft_budget"}}
        self.rows([
            ("POST", "/key/generate", {}, "admin", 200, {**full, "key": TEXT, "token": TEXT, "token_id": TEXT, "key_name": TEXT,
                                                         "expires": type(None), "litellm_budget_table": ANY}),
            ("POST", "/key/generate", {"key": "not-sk"}, "admin", 400, {"error": ERROR}),
            ("POST", "/key/generate", {"max_budget": "much"}, "admin", 422, {"detail": [{"loc", "msg", "type"}]}),
            ("POST", "/key/generate", {"duration": "soon"}, "admin", 400, {"error": ERROR}),
            ("POST", "/key/generate", {}, None, 401, {"error": ERROR}),
            ("POST", "/key/service-account/generate", {"team_id": "k-team"}, "admin", 200, {"key": TEXT, "user_id": type(None),
                                                                                            "team_id": "k-team"}),
            ("POST", "/key/service-account/generate", {}, "admin", 400, {"error": ERROR}),
            ("POST", "/key/update", {"key": "{key}", "max_budget": 7}, "admin", 200, {"key": ANY, "max_budget": 7}),
            ("POST", "/key/update", {"key": "sk-unknown-x"}, "admin", 404, {"error": ERROR}),
            ("POST", "/key/bulk_update", {"keys": [{"key": "{key}", "tpm_limit": 9}]}, "admin", 200,
             {"total_requested": 1, "successful_updates": [dict], "failed_updates": []}),
            ("GET", "/key/info?key={key}", None, "admin", 200, {"key": TEXT, "info": full}),
            ("GET", "/key/info", None, "{key}", 200, {"info": {"key_alias": "contract"}}),
            ("GET", "/key/info?key=sk-unknown-x", None, "admin", 404, {"error": ERROR}),
            ("GET", "/key/info?key={gone}", None, "{somebody}", 403, {"error": ERROR}),
            ("POST", "/v2/key/info", {"keys": ["{key}"]}, "admin", 200, {"key": list, "info": [{"key_alias": "contract"}]}),
            ("GET", "/key/list?page=1&size=2", None, "admin", 200, {"keys": [TEXT], "total_count": int, "current_page": 1,
                                                                    "total_pages": int}),
            ("GET", "/key/list?return_full_object=true&key_alias=contract", None, "admin", 200, {"keys": [full],
                                                                                                "total_count": 1}),
            ("GET", "/key/list?size=101", None, "admin", 422, ANY),
            ("GET", "/key/aliases", None, "admin", 200, {"aliases": [TEXT]}),
            ("POST", "/key/block", {"key": "{key}"}, "admin", 200, {"blocked": True, "token": TEXT}),
            ("POST", "/v1/chat/completions", {"model": "plain", "messages": []}, "{key}", 401, {"error": ERROR}),
            ("POST", "/key/unblock", {"key": "{key}"}, "admin", 200, {"blocked": False}),
            ("POST", "/key/block", {"key": "{key}"}, "{somebody}", 401, REFUSED),
            ("POST", "/key/regenerate", {"key": "{gone}"}, "admin", 200, {"key": TEXT, "token": TEXT, "key_name": TEXT}),
            ("POST", "/key/regenerate", {"key": "sk-unknown-x"}, "admin", 404, {"error": ERROR}),
            ("POST", "/key/{key}/regenerate", {"new_key": "sk-contract-again"}, "admin", 200, {"key": "sk-contract-again"}),
            ("POST", "/key/sk-contract-again/reset_spend", {"reset_to": 0}, "admin", 200, {"spend": NUMBER}),
            ("POST", "/key/health", {}, "sk-contract-again", 200, {"key": "healthy"}),
            ("POST", "/key/delete", {"keys": ["sk-contract-again"]}, "admin", 200, {"deleted_keys": [TEXT]}),
            ("POST", "/key/delete", {"key_aliases": ["nobody"]}, "admin", 404, {"error": ERROR}),
            ("POST", "/key/delete", {}, "admin", 400, {"error": ERROR}),
        ], key=made["key"], gone=gone["key"], somebody=user["key"])


class People(Contract):
    def test_users(self):
        somebody = self.make(key_alias="people")["key"]
        self.gateway.json("POST", "/user/new", {"user_id": "u0", "user_email": "u0@example.com"})
        self.rows([
            ("POST", "/user/new", {"user_id": "u1", "user_email": "u1@example.com", "max_budget": 3}, "admin", 200,
             {"user_id": "u1", "user_email": "u1@example.com", "key": TEXT, "max_budget": 3}),
            ("POST", "/user/new", {"user_id": "u2", "auto_create_key": False}, "admin", 200, {"user_id": "u2"}),
            ("POST", "/user/new", {"user_email": "u1@example.com"}, "admin", 400, {"error": ERROR}),
            ("POST", "/user/new", {"user_id": "u9"}, "somebody", 401, REFUSED),
            ("POST", "/user/update", {"user_id": "u1", "max_budget": 4}, "admin", 200, ANY),
            ("POST", "/user/update", {"max_budget": 4}, "admin", 400, {"error": ERROR}),
            ("POST", "/user/bulk_update", {"users": [{"user_id": "u1", "rpm_limit": 5}]}, "admin", 200, {"total_requested": 1}),
            ("GET", "/user/info?user_id=u1", None, "admin", 200, {"user_id": "u1", "user_info": USER_ROW, "keys": list,
                                                                  "teams": list}),
            ("GET", "/v2/user/info?user_id=u1", None, "admin", 200, {"user_id": "u1"}),
            ("GET", "/user/info?user_id=nobody", None, "admin", 404, {"error": ERROR}),
            ("GET", "/user/list?page_size=2", None, "admin", 200, {"users": [USER_ROW], "total": int, "page": 1, "page_size": 2,
                                                                   "total_pages": int}),
            ("POST", "/user/block", {"user_ids": ["u2"]}, "admin", 200, ANY),
            ("POST", "/user/unblock", {"user_ids": ["u2"]}, "admin", 200, ANY),
            ("GET", "/user/get_users", None, "admin", 200, ANY),
            ("POST", "/user/delete", {"user_ids": ["u2"]}, "admin", 200, ANY),
            ("POST", "/user/delete", {"user_ids": ["nobody"]}, "admin", 404, {"error": ERROR}),
        ], somebody=somebody)

    def test_teams(self):
        somebody = self.make(key_alias="teams")["key"]
        for user in ("m1", "m2", "m3"):
            self.gateway.json("POST", "/user/new", {"user_id": user, "auto_create_key": False})
        self.rows([
            ("POST", "/team/new", {"team_id": "t1", "team_alias": "One", "max_budget": 10, "budget_duration": "30d",
                                   "members_with_roles": [{"role": "admin", "user_id": "m1"}]}, "admin", 200,
             {**{name: ANY for name in TEAM_ROW}, "team_id": "t1"}),
            ("POST", "/team/new", {"team_id": "t1"}, "admin", 400, {"error": ERROR}),
            ("POST", "/team/new", {}, "somebody", 401, REFUSED),
            ("POST", "/team/update", {"team_id": "t1", "max_budget": 11}, "admin", 200, ANY),
            ("POST", "/team/update", {"team_id": "nobody"}, "admin", 404, {"error": ERROR}),
            ("GET", "/team/info?team_id=t1", None, "admin", 200, {"team_id": "t1", "team_info": TEAM_ROW, "keys": list,
                                                                  "team_memberships": list}),
            ("GET", "/team/info?team_id=nobody", None, "admin", 404, {"error": ERROR}),
            ("GET", "/team/list", None, "admin", 200, [TEAM_ROW]),
            ("GET", "/v2/team/list?page=1&page_size=1", None, "admin", 200, {"teams": [TEAM_ROW], "total": int, "page": 1}),
            ("GET", "/team/available", None, "admin", 200, list),
            ("POST", "/team/member_add", {"team_id": "t1", "member": {"role": "user", "user_id": "m2"}, "max_budget_in_team": 1},
             "admin", 200, {"team_id": "t1", "updated_users": [dict], "updated_team_memberships": [dict]}),
            ("POST", "/team/member_add", {"team_id": "t1"}, "admin", 422, ANY),
            ("POST", "/team/member_update", {"team_id": "t1", "user_id": "m2", "max_budget_in_team": 2}, "admin", 200, ANY),
            ("POST", "/team/bulk_member_add", {"team_id": "t1", "members": [{"role": "user", "user_id": "m3"}]}, "admin", 200, ANY),
            ("POST", "/team/member_delete", {"team_id": "t1", "user_id": "m3"}, "admin", 200, ANY),
            ("POST", "/team/member_delete", {"team_id": "t1", "user_id": "nobody"}, "admin", 400, {"error": ERROR}),
            ("POST", "/team/model/add", {"team_id": "t1", "models": ["plain"]}, "admin", 200, ANY),
            ("POST", "/team/model/delete", {"team_id": "t1", "models": ["plain"]}, "admin", 200, ANY),
            ("GET", "/team/permissions_list?team_id=t1", None, "admin", 200, {"team_id": "t1"}),
            ("POST", "/team/permissions_update", {"team_id": "t1", "team_member_permissions": ["/key/info"]}, "admin", 200, ANY),
            ("POST", "/team/t1/callback", {"callback_name": "langfuse", "callback_type": "success", "callback_vars": {}}, "admin",
             200, ANY),
            ("GET", "/team/t1/callback", None, "admin", 200, {"status": "success"}),
            ("POST", "/team/t1/disable_logging", None, "admin", 200, TEAM_ROW),
            ("POST", "/team/block", {"team_id": "t1"}, "admin", 200, {"blocked": True}),
            ("POST", "/team/unblock", {"team_id": "t1"}, "admin", 200, {"blocked": False}),
            ("POST", "/team/delete", {"team_ids": ["t1"]}, "admin", 200, ANY),
            ("POST", "/team/delete", {"team_ids": ["nobody"]}, "admin", 404, {"error": ERROR}),
        ], somebody=somebody)

    def test_customers(self):
        somebody = self.make(key_alias="customers")["key"]
        for kind in ("customer", "end_user"):
            name = "c-" + kind
            self.rows([
                ("POST", "/{kind}/new", {"user_id": name, "alias": "C", "max_budget": 3}, "admin", 200, CUSTOMER_ROW),
                ("POST", "/{kind}/new", {"user_id": name}, "admin", 400, {"error": ERROR}),
                ("POST", "/{kind}/new", {"user_id": name + "2", "max_budget": 3, "budget_id": "b"}, "admin", 400, {"error": ERROR}),
                ("POST", "/{kind}/new", {"user_id": "x"}, "somebody", 401, REFUSED),
                ("GET", "/{kind}/info?end_user_id=" + name, None, "admin", 200, CUSTOMER_ROW),
                ("GET", "/{kind}/info?end_user_id=nobody", None, "admin", 404, {"error": ERROR}),
                ("GET", "/{kind}/list", None, "admin", 200, [CUSTOMER_ROW]),
                ("POST", "/{kind}/update", {"user_id": name, "alias": "D"}, "admin", 200, {"alias": "D"}),
                ("POST", "/{kind}/block", {"user_ids": [name]}, "admin", 200, {"blocked_users": [{"blocked": True}]}),
                ("POST", "/{kind}/unblock", {"user_ids": [name]}, "admin", 200, ANY),
                ("POST", "/{kind}/delete", {"user_ids": [name]}, "admin", 200, {"deleted_customers": 1}),
            ], kind=kind, somebody=somebody)

    def test_budgets_and_tags(self):
        somebody = self.make(key_alias="budgets")["key"]
        self.rows([
            ("POST", "/budget/new", {"budget_id": "b1", "max_budget": 2, "budget_duration": "1d"}, "admin", 200, BUDGET_ROW),
            ("POST", "/budget/new", {"budget_id": "b1"}, "admin", 400, {"error": ERROR}),
            ("POST", "/budget/new", {"budget_id": "b2"}, "somebody", 401, REFUSED),
            ("POST", "/budget/update", {"budget_id": "b1", "max_budget": 3}, "admin", 200, {"max_budget": 3}),
            ("POST", "/budget/info", {"budgets": ["b1"]}, "admin", 200, [BUDGET_ROW]),
            ("GET", "/budget/list", None, "admin", 200, [BUDGET_ROW]),
            ("GET", "/budget/settings?budget_id=b1", None, "admin", 200, [{"field_name", "field_type", "field_value"}]),
            ("POST", "/budget/delete", {"id": "b1"}, "admin", 200, ANY),
            ("POST", "/budget/delete", {"id": "b1"}, "admin", 404, {"error": ERROR}),
            ("POST", "/tag/new", {"name": "tag1", "description": "d", "max_budget": 1}, "admin", 200, ANY),
            ("POST", "/tag/new", {"name": "tag1"}, "admin", 400, {"error": ERROR}),
            ("POST", "/tag/update", {"name": "tag1", "description": "e"}, "admin", 200, ANY),
            ("POST", "/tag/info", {"names": ["tag1"]}, "admin", 200, {"tag1": {"name", "description"}}),
            ("GET", "/tag/list", None, "admin", 200, list),
            ("GET", "/tag/distinct", None, "admin", 200, ANY),
            ("POST", "/tag/delete", {"name": "tag1"}, "admin", 200, ANY),
            ("POST", "/tag/delete", {"name": "tag1"}, "admin", 404, {"error": ERROR}),
            ("POST", "/access_group/new", {"access_group": "g1", "model_names": ["plain"]}, "admin", 200, ANY),
            ("GET", "/access_group/list", None, "admin", 200, {"access_groups": list}),
            ("GET", "/access_group/g1/info", None, "admin", 200, {"access_group": "g1"}),
        ], somebody=somebody)

    def test_activity(self):
        self.chat(self.make(user_id="a-user")["key"])
        self.gateway.json("POST", "/global/spend/refresh", {})
        span = "start_date=2020-01-01&end_date=2099-01-01"
        for who in ("user", "team", "customer", "tag"):
            with self.subTest(who):
                status, _, data = self.gateway.ask("GET", f"/{who}/daily/activity?" + span)
                self.assertIn(status, (200, 400), data)
        days = "start_date={today}&end_date={today}"
        import datetime
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        self.rows([("GET", f"/{who}/daily/activity{more}?" + days, None, "admin", 200,
                    ACTIVITY if who == "user" else {"results": list, "metadata": ACTIVITY["metadata"]})
                   for who, more in (("user", ""), ("user", "/aggregated"), ("team", ""), ("customer", ""), ("tag", ""))] +
                  [("GET", "/user/daily/activity", None, "admin", 400, {"error": ERROR})], today=today)


class Spend(Contract):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway.json("POST", "/user/new", {"user_id": "s-user", "auto_create_key": False})
        made = cls.gateway.json("POST", "/key/generate", {"key_alias": "spender", "user_id": "s-user"})
        cls.key, cls.token = made["key"], made["token"]
        body = {"model": "plain", "messages": [{"role": "user", "content": "hi"}], "user": "s-customer",
                "metadata": {"tags": ["s-tag"]}}
        for _ in range(2):
            status, headers, _ = cls.gateway.ask("POST", "/v1/chat/completions", body, key=cls.key)
            assert status == 200
        cls.gateway.ask("POST", "/v1/chat/completions", {**body, "model": "fail-500"}, key=cls.key)
        wait_until(lambda: len(cls.gateway.json("GET", f"/spend/logs?api_key={cls.token}")) == 3, "the rows are there")
        cls.gateway.json("POST", "/global/spend/refresh", {})
        row = cls.gateway.json("GET", f"/spend/logs?api_key={cls.token}")[0]
        cls.request, cls.day = row["request_id"], row["startTime"][:10]

    def test_rows(self):
        other = self.make(key_alias="other", user_id="o-user")["key"]
        span = "start_date={day}&end_date={day}"
        row = {"request_id": TEXT, "call_type": TEXT, "api_key": TEXT, "spend": NUMBER, "total_tokens": int,
               "prompt_tokens": int, "completion_tokens": int, "startTime": TEXT, "endTime": TEXT, "model": TEXT, "user": TEXT,
               "metadata": dict, "cache_hit": TEXT, "request_tags": ANY, "end_user": ANY, "status": TEXT, "model_group": ANY,
               "custom_llm_provider": ANY, "api_base": ANY, "team_id": ANY, "session_id": ANY}
        paged = {"data": [row], "total": int, "page": 1, "page_size": int, "total_pages": int}
        forbidden = [("GET", path, None, "somebody", 401, REFUSED) for path in (
            "/global/spend", "/global/spend/users", "/global/spend/models", "/global/spend/keys", "/global/spend/teams",
            "/global/spend/logs", "/global/spend/tags", "/global/spend/provider", "/global/spend/report?" + span, "/spend/tags",
            "/spend/keys", "/provider/budgets")]
        self.rows([
            ("GET", "/spend/logs?" + span, None, "admin", 200, [{"startTime": TEXT, "spend": NUMBER, "users": dict,
                                                                 "models": dict}]),
            ("GET", "/spend/logs?" + span + "&summarize=false", None, "admin", 200, [row]),
            ("GET", "/spend/logs?request_id={request}", None, "admin", 200, [row]),
            ("GET", "/spend/logs", None, "admin", 200, [row]),
            ("GET", "/spend/logs?start_date=never&end_date={day}", None, "admin", 400, {"error": ERROR}),
            ("GET", "/spend/logs/v2?" + urllib.parse.quote("start_date={day} 00:00:00&end_date={day} 23:59:59", safe="=&{}"), None,
             "admin", 200, paged),
            ("GET", "/spend/logs/ui?" + urllib.parse.quote("start_date={day} 00:00:00&end_date={day} 23:59:59", safe="=&{}"), None,
             "admin", 200, paged),
            ("GET", "/spend/logs/ui/{request}", None, "admin", 200, dict),
            ("GET", "/spend/keys", None, "admin", 200, [{"token": TEXT, "spend": NUMBER}]),
            ("GET", "/spend/users", None, "admin", 200, [{"user_id": TEXT, "spend": NUMBER}]),
            ("GET", "/spend/tags?" + span, None, "admin", 200, [{"individual_request_tag": TEXT, "log_count": int,
                                                                 "total_spend": NUMBER}]),
            ("POST", "/spend/calculate", {"model": "plain", "messages": [{"role": "user", "content": "hi"}]}, "somebody", 200,
             {"cost": NUMBER}),
            ("POST", "/spend/calculate", {}, "somebody", 400, {"error": ERROR}),
            ("GET", "/global/spend", None, "admin", 200, {"spend": NUMBER, "max_budget": ANY}),
            ("GET", "/global/spend?" + TODAY, None, "admin", 200, {"spend": 0}),
            ("GET", "/global/spend/users", None, "admin", 200, [{"user_id": TEXT, "user_email": ANY, "total_spend": NUMBER,
                                                                 "total_tokens": int, "api_requests": int}]),
            ("GET", "/global/spend/models?limit=1", None, "admin", 200, [{"model": TEXT, "total_spend": NUMBER}]),
            ("GET", "/global/spend/keys?limit=2", None, "admin", 200, [{"api_key": TEXT, "key_alias": ANY, "key_name": ANY,
                                                                        "total_spend": NUMBER}]),
            ("GET", "/global/spend/teams", None, "admin", 200, {"daily_spend": list, "teams": list, "total_spend_per_team": list}),
            ("POST", "/global/spend/end_users", {}, "admin", 200, [{"end_user": TEXT, "total_count": int, "total_spend": NUMBER}]),
            ("GET", "/global/spend/logs", None, "admin", 200, [{"date": TEXT, "spend": NUMBER}]),
            ("GET", "/global/spend/report?" + span, None, "admin", 200, [{"group_by_day": TEXT, "teams": list}]),
            ("GET", "/global/spend/report?" + span + "&group_by=customer", None, "admin", 200, [{"customers": list}]),
            ("GET", "/global/spend/report?" + span + "&api_key={token}", None, "admin", 200,
             [{"api_key": TEXT, "total_cost": NUMBER, "total_input_tokens": int, "total_output_tokens": int,
               "model_details": [{"model": TEXT, "total_cost": NUMBER, "total_input_tokens": int, "total_output_tokens": int}]}]),
            ("GET", "/global/spend/report", None, "admin", 400, {"error": ERROR}),
            ("GET", "/global/spend/tags", None, "admin", 200, ANY),
            ("GET", "/global/spend/all_tag_names", None, "admin", 200, {"tag_names": [TEXT]}),
            ("GET", "/global/spend/provider?" + span, None, "admin", 200, [{"provider": TEXT, "spend": NUMBER}]),
            ("GET", "/global/all_end_users", None, "admin", 200, ANY),
            ("POST", "/global/spend/refresh", {}, "admin", 200, {"status": "success"}),
            ("POST", "/global/predict/spend/logs", {"data": [{"date": "2026-11-28", "spend": 2}, {"date": "2026-11-29", "spend": 4}]},
             "admin", 200, {"response": [{"date": "2026-11-30", "predicted_spend": 3.0}], "predicted_total": 9.0}),
            ("POST", "/global/predict/spend/logs", {"data": []}, "admin", 400, {"error": {"param": "data"}}),
            ("GET", "/global/activity?" + span, None, "admin", 200, RATES),
            ("GET", "/global/activity", None, "admin", 400, {"error": ERROR}),
            ("GET", "/global/activity/model?" + span, None, "admin", 200, [{**RATES, "model": TEXT}]),
            ("GET", "/global/activity/exceptions?" + span + "&model_group=fail-500", None, "admin", 200, ANY),
            ("GET", "/global/activity/exceptions/deployment?" + span + "&model_group=fail-500", None, "admin", 200, ANY),
            ("GET", "/global/activity/cache_hits?" + span, None, "admin", 200, ANY),
            ("GET", "/provider/budgets", None, "admin", 200, {"providers": {"openai": {"budget_limit": NUMBER, "time_period": TEXT,
                                                                                       "spend": NUMBER, "budget_reset_at": ANY}}}),
            *forbidden,
            ("POST", "/global/spend/reset", {}, "somebody", 401, REFUSED),
            ("POST", "/global/spend/reset", {}, "admin", 200, {"status": "success", "message": TEXT}),
        ], day=self.day, request=self.request, token=self.token, somebody=other)


class Models(Contract):
    def test_rows(self):
        somebody = self.make(key_alias="models")["key"]
        params = {"model": "openai/plain", "api_base": self.upstream.base, "api_key": "sk-x"}
        row = {"model_id": TEXT, "model_name": TEXT, "litellm_params": dict, "model_info": dict, "created_by": TEXT}
        file = self.gateway.json("GET", "/model/info")["data"][0]["model_info"]["id"]
        self.rows([
            ("POST", "/model/new", {"model_name": "new", "litellm_params": params, "model_info": {"id": "new-id"}}, "admin", 200, row),
            ("POST", "/model/new", {"model_name": "new"}, "admin", 422, {"detail": [{"loc", "msg", "type"}]}),
            ("POST", "/model/new", {"model_name": "new", "litellm_params": params}, "somebody", 403, {"error": ERROR}),
            ("POST", "/v1/chat/completions", {"model": "new", "messages": [{"role": "user", "content": "hi"}]}, "somebody", 200,
             {"choices": [dict]}),
            ("POST", "/model/update", {"model_info": {"id": "new-id"}, "litellm_params": {"rpm": 9}}, "admin", 200, row),
            ("PATCH", "/model/new-id/update", {"model_name": "newer"}, "admin", 200, {"model_name": "newer"}),
            ("POST", "/model/update", {"model_info": {"id": file}, "litellm_params": {"rpm": 9}}, "admin", 400, {"error": ERROR}),
            ("POST", "/model/delete", {"id": file}, "admin", 400, {"error": ERROR}),
            ("POST", "/model/delete", {"id": "new-id"}, "admin", 200, {"message": TEXT}),
            ("POST", "/model/delete", {"id": "new-id"}, "admin", 400, {"error": ERROR}),
            ("GET", "/cache/ping", None, "admin", 200, {"status": "healthy", "cache_type": TEXT, "ping_response": True,
                                                        "set_cache_response": "success", "litellm_cache_params": ANY,
                                                        "health_check_cache_params": ANY}),
            ("POST", "/cache/delete", {"keys": ["nothing"]}, "admin", 200, {"status": "success"}),
            ("POST", "/cache/flushall", {}, "admin", 200, {"status": "success"}),
            ("GET", "/cache/settings", None, "admin", 200, ANY),
            ("GET", "/cache/ping", None, "somebody", 401, REFUSED),
            ("POST", "/guardrails/apply_guardrail", {"guardrail_name": "none", "text": "hi"}, "somebody", 404, {"error": ERROR}),
            ("POST", "/credentials", {"credential_name": "c", "credential_values": {"api_key": "sk-1"}, "credential_info": {}},
             "admin", 200, {"success": True, "message": TEXT}),
            ("GET", "/credentials", None, "admin", 200, {"success": True, "credentials": [
                {"credential_name": "c", "credential_values": {"api_key": TEXT}, "credential_info": dict}]}),
            ("GET", "/credentials/by_name/c", None, "admin", 200, {"credential_name": "c"}),
            ("PATCH", "/credentials/c", {"credential_info": {"a": 1}}, "admin", 200, {"success": True}),
            ("DELETE", "/credentials/c", None, "admin", 200, {"success": True}),
            ("GET", "/credentials/by_name/c", None, "admin", 404, {"error": ERROR}),
            ("GET", "/credentials", None, "somebody", 403, {"error": ERROR}),
            ("GET", "/config/list?config_type=general_settings", None, "admin", 200, [
                {"field_name", "field_type", "field_description", "field_value", "stored_in_db", "field_default_value"}]),
            ("POST", "/config/field/update", {"field_name": "max_request_size_mb", "field_value": 64,
                                              "config_type": "general_settings"}, "admin", 200,
             {"param_name": "general_settings", "param_value": dict}),
            ("GET", "/config/field/info?field_name=max_request_size_mb", None, "admin", 200,
             {"field_name": "max_request_size_mb", "field_value": 64}),
            ("POST", "/config/field/delete", {"field_name": "max_request_size_mb"}, "admin", 200, ANY),
            ("POST", "/config/update", {"router_settings": {"timeout": 600}}, "admin", 200, {"message": TEXT}),
            ("POST", "/config/update", {"router_settings": {"timeout": 600}}, "somebody", 403, {"error": ERROR}),
            ("GET", "/get_config", None, "admin", 200, {"general_settings": dict, "litellm_settings": dict,
                                                        "router_settings": dict, "environment_variables": dict}),
            ("GET", "/config/pass_through_endpoint", None, "admin", 200, {"endpoints": []}),
            ("POST", "/config/pass_through_endpoint", {"path": "/own", "target": "https://example.invalid/x"}, "admin", 200,
             {"endpoints": [{"id": TEXT, "path": "/own", "target": TEXT}]}),
            ("DELETE", "/config/pass_through_endpoint?endpoint_id=none", None, "admin", 400, {"error": ERROR}),
            ("GET", "/config/yaml", None, None, 200, {"general_settings": dict}),
        ], somebody=somebody)

    def test_what_is_not_offered_says_so(self):
        for method, path in (("POST", "/organization/new"), ("GET", "/organization/list"),
                             ("GET", "/sso/key/generate"), ("POST", "/invitation/new"), ("POST", "/project/new"),
                             ("GET", "/config/cost_discount_config"), ("POST", "/cost/estimate")):
            with self.subTest(path):
                status, _, data = self.gateway.ask(method, path, {} if method == "POST" else None)
                self.assertEqual(status, 501, data)
                self.assertIn(path, json.loads(data)["error"]["message"])


class Errors(Contract):
    """CONTRACT 4.2 and 4.3, in the forms of three dialects."""
    def error(self, key, model="plain", path="/v1/chat/completions", body=None):
        status, headers, data = self.gateway.ask("POST", path, body or {
            "model": model, "max_tokens": 5, "messages": [{"role": "user", "content": "hi"}]}, key=key)
        value = json.loads(data)
        if path == "/v1/messages":
            self.assertEqual(value["type"], "error")
            members(value["error"], {"type": TEXT, "message": TEXT}, path)
        else:
            members(value["error"], ERROR, path)
        return status, value["error"], headers

    def test_errors_of_the_gateway(self):
        blocked, over, short = self.make(), self.make(max_budget=0), self.make(rpm_limit=0)
        limited = self.make(models=["fail-500"])
        expired = self.make(duration="1s")
        self.gateway.json("POST", "/key/block", {"key": blocked["key"]})
        rows = [("no key", None, "plain", 401, "auth_error"), ("an unknown key", "sk-nobody-knows", "plain", 401, "token_not_found_in_db"),
                ("a blocked key", blocked["key"], "plain", 401, "auth_error"),
                ("a budget that is used up", over["key"], "plain", 429, "budget_exceeded"),
                ("a rate that is used up", short["key"], "plain", 429, None),
                ("a model that is not allowed", limited["key"], "plain", 403, None),
                ("a model that nobody knows", KEY, "plane", 400, "invalid_request_error")]
        for name, key, model, status, kind in rows:
            for path in ("/v1/chat/completions", "/v1/messages"):
                with self.subTest(f"{name} at {path}"):
                    got, error, headers = self.error(key, model, path)
                    self.assertEqual(got, 404 if model == "plane" and path == "/v1/messages" else status, error)
                    if path == "/v1/chat/completions":
                        self.assertEqual(error["code"], str(status))
                        if kind:
                            self.assertEqual(error["type"], kind)
                    if status == 429 and name.startswith("a budget"):
                        self.assertEqual(headers["x-should-retry"], "false")
                    if status == 429 and name.startswith("a rate"):
                        self.assertGreater(int(headers["retry-after"]), 0)
        wait_until(lambda: self.chat(expired["key"])[0] == 401, "the key expires")
        self.assertEqual(self.error(expired["key"])[1]["type"], "expired_key")

    def test_errors_of_providers(self):
        for code, wanted, kind in ((401, 401, "AuthenticationError"), (403, 403, "PermissionDeniedError"), (404, 404, "NotFoundError"),
                                   (408, 408, "Timeout"), (422, 422, "UnprocessableEntityError"), (429, 429, "RateLimitError"),
                                   (500, 500, "InternalServerError"), (503, 503, "ServiceUnavailableError")):
            with self.subTest(code):
                status, error, _ = self.error(KEY, f"fail-{code}")
                self.assertEqual(status, wanted, error)
                self.assertIn(kind, error["message"])


if __name__ == "__main__":
    gateway.main()
