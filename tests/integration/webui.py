"""/ui: who gets in, what forms may do, that nobody's text becomes markup, and that pages are well-formed; with Chromium,
that browsers load them without complaint."""
import html.parser
import http.client
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>\'&amp;'
PAGES = ("", "/models", "/keys", "/keys/new", "/spend", "/spend?days=7", "/spend?days=365", "/requests",
         "/requests?status=failure&days=30", "/requests?page=2&until=2026-11-21T10:00")
VOID = {"meta", "link", "input", "br", "img"}


class Page(html.parser.HTMLParser):
    """A page whose every element is closed where it should be, with what tests look at."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.tags = []
        self.forms = []
        self.labelled = set()
        self.controls = []
        self.ids = []
        self.text = ""
        self.problems = []
        self.feed(data.decode("utf-8"))
        self.close()
        self.problems += [f"<{tag}> stays open" for tag in self.open]
        self.problems += [f"{name} has no label" for name in self.controls if name not in self.labelled]
        self.problems += [f"the id {name} twice" for name in set(self.ids) if self.ids.count(name) > 1]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag == "form":
            self.forms.append((attributes, {}))
        if tag in ("input", "select") and self.forms and "name" in attributes:
            self.forms[-1][1][attributes["name"]] = attributes.get("value", "")
        if tag == "label" and "for" in attributes:
            self.labelled.add(attributes["for"])
        if tag in ("input", "select") and attributes.get("type") not in ("hidden", "checkbox"):
            self.controls.append(attributes.get("id"))
        self.problems += [f"<{tag} {name}>" for name in attributes if name.startswith("on") or name == "style"]
        if tag == "script" and not attributes.get("src"):
            self.problems.append("a script inside the page")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text += data

    def form(self, action):
        """The fields of the first form that goes there, as a browser would send them."""
        for attributes, fields in self.forms:
            if attributes.get("action") == action:
                return dict(fields)
        raise AssertionError(f"no form goes to {action}")

    def attributes(self, tag, name):
        return [values[name] for found, values in self.tags if found == tag and name in values]


class Browser:
    """What a browser does with cookies, forms and where pages send it."""

    def __init__(self, served, language="en", peer=None):
        self.served = served
        self.cookie = None
        self.headers = {"Accept-Language": language, **(peer or {})}

    def ask(self, method, path, fields=None, headers=None, follow=False):
        body = urllib.parse.urlencode(fields, doseq=True) if fields is not None else None
        out = {**self.headers, **(headers or {})}
        if self.cookie:
            out["Cookie"] = "other=1; " + self.cookie
        if body is not None:
            out["Content-Type"] = "application/x-www-form-urlencoded"
            out.setdefault("Origin", f"http://{self.served.host}:{self.served.port}")
            out.setdefault("Sec-Fetch-Site", "same-origin")
        status, got, data = self.served.ask(method, path, body, key=None, headers=out)
        if "set-cookie" in got:
            self.cookie = got["set-cookie"].split(";")[0]
        if follow and status == 303:
            return self.ask("GET", got["location"])
        return status, got, data

    def login(self, password=KEY, name="admin", **more):
        return self.ask("POST", "/ui/login", {"username": name, "password": password}, **more)

    def page(self, path, status=200):
        got, _, data = self.ask("GET", path)
        assert got == status, f"{path}: {got} {data[:300]!r}"
        return Page(data)

    def post(self, page, action, follow=True, **fields):
        return self.ask("POST", action, {**self.page(page).form(action), **fields}, follow=follow)


class Relay(http.server.BaseHTTPRequestHandler):
    """Puts a session's cookie on what Chromium asks for."""
    browser = None

    def do_GET(self):
        if self.path == "/made":
            status, headers, data = self.browser.post("/ui/keys/new", "/ui/keys/new", alias="pictured-" + os.urandom(4).hex())
        else:
            status, headers, data = self.browser.ask("GET", self.path)
        self.send_response(status)
        for name, value in headers.items():
            if name not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(keep=False)
        cls.addClassCleanup(cls.upstream.close)
        name = json.dumps(EVIL)
        rows = deployment("plain", "plain", cls.upstream.base, PRICES) + deployment(name, "plain", cls.upstream.base, PRICES)
        rows += deployment("failing", "fail-500", cls.upstream.base, PRICES)
        rows += deployment("pair", "fail-429", cls.upstream.base, PRICES) + deployment("pair", "plain", cls.upstream.base, PRICES)
        rows += "  - {model_name: keyless, litellm_params: {model: azure/x}}\n"
        config = (f"model_list:\n{rows}general_settings:\n  master_key: {KEY}\n"
                  "portico_settings: {model_private_addresses: true}\nrouter_settings: {num_retries: 0}\n")
        cls.gateway = Gateway(sys.argv[1], config, ["--num_workers", "2"], environment={"STORE_MODEL_IN_DB": "True", "LITELLM_SALT_KEY": "salt"})
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.start()
        ask = cls.gateway.json
        ask("POST", "/user/new", {"user_id": "ann", "user_role": "internal_user", "auto_create_key": False})
        cls.ann = ask("POST", "/key/generate", {"user_id": "ann", "key_alias": "ann-key"})["key"]
        cls.evil = ask("POST", "/key/generate", {"key_alias": EVIL, "models": [EVIL], "max_budget": 3,
                                                 "budget_duration": "30d", "rpm_limit": 7})["key"]
        for key, model in ((KEY, "plain"), (cls.ann, "plain"), (cls.evil, EVIL), (KEY, "failing")):
            cls.gateway.ask("POST", "/v1/chat/completions",
                            {"model": model, "messages": [{"role": "user", "content": "hi"}]}, key=key)
        ask("POST", "/global/spend/refresh")

    def browser(self, **options):
        made = Browser(self.gateway, **options)
        status, headers, data = made.login()
        self.assertEqual((status, headers["location"]), (303, "/ui"), data)
        return made

    def good(self, data):
        page = Page(data)
        self.assertEqual(page.problems, [])
        return page

    # Getting in.

    def test_nobody_gets_in_without_a_session(self):
        stranger = Browser(self.gateway)
        for path in PAGES:
            status, headers, data = stranger.ask("GET", "/ui" + path)
            self.assertEqual((status, data), (303, b""), path)
            self.assertTrue(headers["location"].startswith("/ui/login"), headers)
        for path in ("/keys/new", "/keys/block", "/keys/unblock", "/keys/delete", "/models/add", "/models/remove", "/models/check"):
            status, headers, _ = stranger.ask("POST", "/ui" + path, {"token": "x", "alias": "stranger"})
            self.assertEqual((status, headers["location"]), (303, "/ui/login"), path)
        # Neither does a key in a header, nor a cookie that somebody made up.
        status, _, _ = self.gateway.ask("GET", "/ui/keys", headers={"Cookie": f"portico_ui_{self.gateway.port}=" + "0" * 64})
        self.assertEqual(status, 303)
        self.assertNotIn("stranger", json.dumps(self.gateway.json("GET", "/key/list?return_full_object=true")))

    def test_the_login_page_leads_back(self):
        browser = Browser(self.gateway)
        _, headers, _ = browser.ask("GET", "/ui/keys")
        page = browser.page(headers["location"])
        fields = page.form("/ui/login")
        self.assertEqual(fields["next"], "keys")
        status, headers, _ = browser.ask("POST", "/ui/login", {**fields, "username": "admin", "password": KEY})
        self.assertEqual((status, headers["location"]), (303, "/ui/keys"))
        for target in ("//evil.example", "https://evil.example", "\\evil", "../x", "keys/new"):
            _, headers, _ = Browser(self.gateway).ask("POST", "/ui/login", {"username": "admin", "password": KEY, "next": target})
            self.assertEqual(headers["location"], "/ui", target)

    def test_the_cookie_is_the_browsers_alone(self):
        status, headers, _ = Browser(self.gateway).login()
        name, _, rest = headers["set-cookie"].partition("=")
        value, *flags = rest.split("; ")
        self.assertEqual((status, name), (303, f"portico_ui_{self.gateway.port}"))
        self.assertRegex(value, "^[0-9a-f]{64}$")
        self.assertEqual(flags, ["Path=/ui", "Max-Age=43200", "HttpOnly", "SameSite=Strict"])
        _, headers, _ = Browser(self.gateway).login(headers={"X-Forwarded-Proto": "https"})
        self.assertIn("; Secure", headers["set-cookie"])
        again = Browser(self.gateway).login()[1]["set-cookie"]
        self.assertNotIn(value, again)

    def test_five_wrong_passwords_a_minute(self):
        browser = Browser(self.gateway, peer={"X-Forwarded-For": "203.0.113.7"})
        answers = []
        for name, password in (("admin", "wrong"), ("admin", ""), ("root", KEY), ("", "sk-unknown-key"), ("admin", "sk-unknown-key")):
            status, headers, data = browser.login(password, name)
            self.assertNotIn("set-cookie", headers)
            self.assertNotIn("unknown-key", data.decode())
            answers.append((status, self.good(data).text))
        self.assertEqual({status for status, _ in answers}, {401})
        self.assertEqual(len({text for _, text in answers}), 1)   # Nothing tells a wrong name from a wrong password.
        status, headers, data = browser.login()
        self.assertEqual(status, 429)
        self.assertLessEqual(int(headers["retry-after"]), 60)
        self.assertNotIn("set-cookie", headers)
        # Others are not held back.
        self.assertEqual(Browser(self.gateway, peer={"X-Forwarded-For": "203.0.113.8"}).login()[0], 303)
        self.assertNotIn("wrong", self.gateway.text())

    def test_addresses_that_a_proxy_makes_up_do_not_help(self):
        served = Gateway(sys.argv[1], f"model_list: []\ngeneral_settings: {{master_key: {KEY}}}\n")
        self.addCleanup(served.close)
        served.start()
        guess = lambda number, password: Browser(served, peer={"X-Forwarded-For": f"203.0.113.{number}"}).login(password)[0]
        self.assertEqual({guess(number, "wrong") for number in range(100)}, {401})
        self.assertEqual((guess(100, "wrong"), guess(101, KEY)), (429, 429))
        self.assertEqual(Browser(served).login()[0], 303)

    def test_logging_out(self):
        browser = self.browser()
        cookie = browser.cookie
        status, headers, _ = browser.ask("POST", "/ui/logout", {"token": "x"})
        self.assertEqual(status, 403)
        status, headers, _ = browser.post("/ui", "/ui/logout", follow=False)
        self.assertEqual((status, headers["location"]), (303, "/ui/login"))
        self.assertIn("Max-Age=0", headers["set-cookie"])
        browser.cookie = cookie
        self.assertEqual(browser.ask("GET", "/ui")[0], 303)

    def test_name_and_password_of_the_environment(self):
        served = Gateway(sys.argv[1], f"model_list: []\ngeneral_settings: {{master_key: {KEY}}}\n",
                         environment={"UI_USERNAME": "boss", "UI_PASSWORD": "secret", "SERVER_ROOT_PATH": "/gate"})
        self.addCleanup(served.close)
        served.start()
        for name, password, status in (("admin", KEY, 401), ("boss", KEY, 401), ("boss", "secret", 303), ("", KEY, 303)):
            browser = Browser(served)
            got, headers, _ = browser.ask("POST", "/gate/ui/login", {"username": name, "password": password})
            self.assertEqual(got, status, (name, password))
            if status == 303:
                self.assertEqual(headers["location"], "/gate/ui")
                self.assertIn("Path=/gate/ui;", headers["set-cookie"])
                page = browser.page("/gate/ui")
                self.assertTrue(all(link.startswith("/gate/ui") for link in page.attributes("link", "href")))
        page = browser.page("/gate/ui/models")
        self.assertIn("STORE_MODEL_IN_DB=True", page.text)
        self.assertNotIn("/gate/ui/models/add", [attributes["action"] for attributes, _ in page.forms])

    def test_a_new_master_key_ends_sessions(self):
        served = Gateway(sys.argv[1], f"model_list: []\ngeneral_settings: {{master_key: {KEY}}}\n")
        self.addCleanup(served.close)
        served.start()
        byName, byKey = Browser(served), Browser(served)
        byName.login()
        byKey.login(name="")
        for browser in (byName, byKey):
            browser.page("/ui")
        served.write_config("model_list: []\ngeneral_settings: {master_key: sk-another-master}\n")
        for browser in (byName, byKey):
            wait_until(lambda: browser.ask("GET", "/ui")[0] == 303, "the session ended")
        self.assertEqual(byName.login("sk-another-master")[0], 303)

    def test_an_open_gateway_lets_its_own_user_in(self):
        served = Gateway(sys.argv[1], "model_list: []\n")
        self.addCleanup(served.close)
        served.start()
        browser = Browser(served)
        status, _, data = browser.ask("GET", "/ui")
        self.assertEqual(status, 200)
        self.assertIn("no master key", self.good(data).text)
        self.assertEqual(browser.ask("POST", "/ui/keys/new", {"alias": "x"})[0], 403)
        status, _, data = browser.post("/ui/keys/new", "/ui/keys/new", alias="made")
        self.assertEqual(status, 200, data)
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            self.assertEqual(browser.ask("GET", "/ui", headers=headers)[0], 403)

    def test_it_can_be_turned_off(self):
        served = Gateway(sys.argv[1], f"model_list: []\ngeneral_settings: {{master_key: {KEY}}}\n", environment={"DISABLE_ADMIN_UI": "True"})
        self.addCleanup(served.close)
        served.start()
        self.assertEqual([served.ask("GET", path)[0] for path in ("/ui", "/ui/login", "/ui/app.css")], [404] * 3)

    def test_a_server_is_reached_by_its_name(self):
        served = Gateway(sys.argv[1], f"model_list: []\ngeneral_settings: {{master_key: {KEY}}}\n", ["--host", "0.0.0.0"])
        self.addCleanup(served.close)
        served.start()
        name = f"gateway.lan:{served.port}"
        browser = Browser(served, peer={"Host": name, "Origin": f"http://{name}"})
        self.assertEqual(browser.login()[0], 303)
        status, _, data = browser.post("/ui/keys/new", "/ui/keys/new", alias="made")
        self.assertEqual(status, 200, data)
        for origin in ("http://evil.example", "http://gateway.lan", f"https://evil.example/{name}"):
            self.assertEqual(browser.ask("POST", "/ui/login", {}, headers={"Origin": origin})[0], 403, origin)

    # Forms.

    def test_forms_need_the_sessions_token(self):
        browser, other = self.browser(), self.browser()
        stolen = other.page("/ui/keys/new").form("/ui/keys/new")["token"]
        for token in (None, "", "x", stolen):
            fields = {"alias": "forged", **({} if token is None else {"token": token})}
            status, _, data = browser.ask("POST", "/ui/keys/new", fields)
            self.assertEqual(status, 403)
            self.good(data)
        self.assertEqual(browser.ask("POST", "/ui/keys/new?" + urllib.parse.urlencode({"token": stolen, "alias": "forged"}), {})[0], 403)
        form = browser.page("/ui/keys/new").form("/ui/keys/new")
        for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}):
            self.assertEqual(browser.ask("POST", "/ui/keys/new", {**form, "alias": "forged"}, headers=headers)[0], 403)
        self.assertEqual(self.gateway.json("GET", "/key/list?key_alias=forged")["total_count"], 0)
        self.assertIn(browser.ask("GET", "/ui/keys/block?key=x")[0], (404, 405))

    def test_a_key_from_form_to_grave(self):
        browser = self.browser()
        status, headers, data = browser.post("/ui/keys/new", "/ui/keys/new", alias="by-form", budget="2,5", period="30d",
                                             rpm="60", tpm="1000", expires="7d", models=["plain", EVIL], user="ann")
        self.assertEqual((status, headers["cache-control"]), (200, "no-store"), data)
        secret = re.search(r"sk-\w{22}", self.good(data).text)[0]
        row = self.gateway.json("GET", "/key/info?key=" + secret)["info"]
        self.assertEqual([row[name] for name in ("key_alias", "max_budget", "budget_duration", "rpm_limit", "tpm_limit", "user_id")],
                         ["by-form", 2.5, "30d", 60, 1000, "ann"])
        self.assertEqual(set(row["models"]), {"plain", EVIL})
        self.assertIsNotNone(row["expires"])
        use = lambda: self.gateway.ask("GET", "/v1/models", key=secret)[0]
        self.assertNotIn(secret, browser.ask("GET", "/ui/keys")[2].decode())
        token = row["token"]
        # Blocked, found again, unblocked, deleted.
        status, headers, _ = browser.post("/ui/keys?q=by-form", "/ui/keys/block", key=token, follow=False)
        self.assertEqual((status, headers["location"]), (303, "/ui/keys?done=blocked&q=by-form&page=1"))
        status, _, data = browser.ask("GET", headers["location"])
        self.assertIn("is blocked", self.good(data).text)
        self.assertEqual(use(), 401)
        page = browser.page("/ui/keys?q=BY-FO")
        self.assertIn("Blocked", page.text)
        self.assertNotIn("ann-key", page.text)
        browser.post("/ui/keys?q=by-form", "/ui/keys/unblock", key=token)
        self.assertEqual(use(), 200)
        self.assertIn("Delete by-form?", browser.page("/ui/keys/delete?key=" + token).text)
        browser.post("/ui/keys/delete?key=" + token, "/ui/keys/delete")
        self.assertEqual(use(), 401)
        self.assertIn("No key fits", browser.page("/ui/keys?q=by-form").text)

    def test_what_is_wrong_in_a_form_is_said_and_kept(self):
        browser = self.browser()
        for fields in ({"rpm": "many"}, {"budget": "much"}, {"alias": "ann-key"}, {"user": "ann", "budget": "-3"}):
            status, _, data = browser.post("/ui/keys/new", "/ui/keys/new", **fields)
            self.assertEqual(status, 400, fields)
            page = self.good(data)
            self.assertIn('banner error', " ".join(page.attributes("p", "class")))
            for name, value in fields.items():
                self.assertEqual(page.form("/ui/keys/new")[name], value)

    def test_models_are_added_checked_and_removed(self):
        browser = self.browser()
        status, _, data = browser.post("/ui/models", "/ui/models/add", provider="openai", model="plain", name="by-form",
                                       api_key="sk-theirs", api_base=self.upstream.base)
        self.assertEqual(status, 200, data)
        self.assertNotIn("sk-theirs", data.decode())
        self.assertEqual(self.gateway.chat("by-form")[0], 200)
        row = [one for one in self.gateway.json("GET", "/model/info")["data"] if one["model_name"] == "by-form"][0]
        self.assertTrue(row["model_info"]["db_model"])
        ident = row["model_info"]["id"]
        status, _, data = browser.post("/ui/models", "/ui/models/check", id="")
        page = self.good(data)
        self.assertIn("as the last check found", page.text)
        self.assertIn("Failing", page.text)
        self.assertIn("Not usable", page.text)
        browser.post("/ui/models/remove?id=" + ident, "/ui/models/remove")
        self.assertEqual(self.gateway.chat("by-form")[0], 400)
        for fields in ({"model": ""}, {"model": "x", "api_base": "file:///etc/passwd"}):
            status, _, data = browser.post("/ui/models", "/ui/models/add", provider="openai", **fields)
            self.assertEqual(status, 400, data)
            self.good(data)

    # Pages.

    def test_pages_are_well_formed_and_safe(self):
        for language in ("en", "de-DE,de;q=0.9", "zh-CN"):
            browser = self.browser(language=language)
            for path in (*PAGES, "/login"):
                status, headers, data = browser.ask("GET", "/ui" + path)
                with self.subTest(path=path, language=language):
                    self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
                    page = self.good(data)
                    self.assertEqual([attributes["lang"] for tag, attributes in page.tags if tag == "html"],
                                     [{"e": "en", "d": "de", "z": "zh-Hans"}[language[0]]])
                    self.assertEqual(sum(tag == "h1" for tag, _ in page.tags), 1)
                    self.assertEqual((headers["x-frame-options"], headers["cache-control"]), ("DENY", "no-store"))
                    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
                    self.assertEqual((policy["default-src"], policy["script-src"], policy["frame-ancestors"]), ("'none'", "'self'", "'none'"))
        status, headers, _ = browser.ask("GET", browser.page("/ui").attributes("script", "src")[0])
        self.assertEqual((status, headers["content-type"], "immutable" in headers["cache-control"]),
                         (200, "text/javascript; charset=utf-8", True))

    def test_nobodys_text_becomes_markup(self):
        browser = self.browser()
        for path in ("", "/models", "/keys", "/keys/new", "/spend", "/requests", "/keys?q=" + urllib.parse.quote(EVIL),
                     "/requests?model=" + urllib.parse.quote(EVIL) + "&key=" + urllib.parse.quote(EVIL), "/keys?done=" + urllib.parse.quote(EVIL)):
            _, _, data = browser.ask("GET", "/ui" + path)
            page = self.good(data)
            self.assertEqual([values["src"] for tag, values in page.tags if tag == "script"], page.attributes("script", "src")[:1])
            self.assertTrue(all(source.startswith("/ui/icon.svg") for source in page.attributes("img", "src")))
            if path in ("", "/keys", "/models", "/keys/new", "/requests"):
                self.assertIn(EVIL, page.text, path)
        _, _, data = browser.ask("GET", "/ui/login?next=" + urllib.parse.quote(EVIL))
        self.assertEqual(self.good(data).form("/ui/login")["next"], EVIL)

    def test_pages_say_what_the_json_routes_say(self):
        browser = self.browser()
        text = browser.page("/ui/requests?key=ann-key").text
        self.assertIn("1 to 1 of 1", text)
        self.assertIn("$0.0200", text)
        self.assertIn("500 InternalServerError", browser.page("/ui/requests?status=failure").text)
        self.assertIn("There are no such requests.", browser.page("/ui/requests?model=nobody").text)
        self.assertIn("ann-key", browser.page("/ui/spend").text)
        # The bars have their figures beside them.
        self.assertIn("$0.0200", browser.page("/ui/spend").text)

    def test_resting_deployments_say_how_long(self):
        browser = self.browser()
        shown = []

        def resting():
            self.gateway.chat("pair")
            shown.append(browser.page("/ui/models").text)
            return "Resting" in shown[-1]
        wait_until(resting, "the failing half of the pair rests")
        self.assertRegex(shown[-1], r"Resting\d+ s left, after RateLimitError")
        self.assertIn("Deployments in trouble", browser.page("/ui").text)

    def test_a_users_key_sees_its_own(self):
        browser = Browser(self.gateway)
        self.assertEqual(browser.login(self.ann, "")[0], 303)
        for path in PAGES:
            with self.subTest(path):
                status, _, data = browser.ask("GET", "/ui" + path)
                self.assertEqual(status, 200, data)
                page = self.good(data)
                self.assertNotIn("failing" if path != "/models" and path != "/keys/new" else self.upstream.base, page.text)
        self.assertIn("1 to 1 of 1", browser.page("/ui/requests").text)
        keys = browser.page("/ui/keys").text
        self.assertIn("ann-key", keys)
        self.assertNotIn("onerror", keys)
        token = [row["token"] for row in self.gateway.json("GET", "/key/list?return_full_object=true&size=100")["keys"]
                 if row["key_alias"] == EVIL][0]
        form = browser.page("/ui/keys/new").form("/ui/keys/new")
        for path, fields in (("/keys/block", {"key": token}), ("/keys/delete", {"key": token}), ("/models/check", {}),
                             ("/models/add", {"provider": "openai", "model": "x", "api_key": "y"})):
            status, _, data = browser.ask("POST", "/ui" + path, {"token": form["token"], **fields})
            self.assertIn(status, (401, 403), path)
            self.good(data)
        self.assertEqual(self.gateway.ask("GET", "/v1/models", key=self.evil)[0], 200)
        # A blocked key is out at once.
        self.gateway.json("POST", "/key/block", {"key": self.ann})
        self.addCleanup(self.gateway.json, "POST", "/key/unblock", {"key": self.ann})
        self.assertEqual(browser.ask("GET", "/ui")[0], 303)

    # In a browser.

    PICTURED = ("/ui", "/ui/models", "/ui/keys", "/ui/keys/new", "/made", "/ui/spend", "/ui/requests", "/ui/login")

    def test_a_browser_has_nothing_to_complain_about(self):
        program = shutil.which("chromium")
        if not program:
            self.skipTest("Chromium is not installed")
        relay = type("OwnRelay", (Relay,), {"browser": self.browser()})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), relay)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        kept = os.environ.get("PORTICO_TEST_PICTURES")
        with tempfile.TemporaryDirectory() as folder:
            for number, path in enumerate(self.PICTURED):
                for scheme in ("light", "dark"):
                    picture = os.path.join(kept or folder, f"{number}{path.replace('/', '-')}-{scheme}.png")
                    self.shoot(program, folder, f"http://127.0.0.1:{server.server_port}{path}", picture, scheme)

    def shoot(self, program, folder, address, picture, scheme):
        arguments = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
                     "--window-size=1280,1000", f"--screenshot={picture}", f"--user-data-dir={folder}/profile",
                     "--virtual-time-budget=2000"]
        if scheme == "dark":
            arguments += ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]
        done = subprocess.run([*arguments, address], capture_output=True, text=True, timeout=60, check=False)
        self.assertTrue(os.path.exists(picture), done.stderr[-2000:])
        complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line or "Content Security Policy" in line]
        self.assertEqual(complaints, [], address)


if __name__ == "__main__":
    gateway.main()
