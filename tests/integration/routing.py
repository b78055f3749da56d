"""Where a request goes: every written form of fallbacks and aliases, started from YAML, and the request's own word."""
import json
import sys
import unittest

import gateway
from faulty import Provider
from gateway import KEY, Gateway

FAILS, TOO_LONG, REFUSED = "status=500", "status=400,context", "status=400,policy"
MODELS = {"primary": FAILS, "other": FAILS, "broken": FAILS, "long": TOO_LONG, "refused": REFUSED,
          "second": "real-second", "third": "real-third"}


def row(name, model, base, more=""):
    """One row of model_list; its deployment is called id-NAME."""
    return (f"  - model_name: {json.dumps(name)}\n    litellm_params: {{model: {json.dumps('openai/' + model)}, "
            f"api_base: {json.dumps(base)}, api_key: sk-upstream{', ' + more if more else ''}}}\n"
            f"    model_info: {{id: id-{name.replace('*', 'any').replace('/', '-')}}}\n")


def settings(section, text):
    """The lines of text under a section."""
    return f"{section}:\n" + "".join(f"  {line}\n" for line in text.strip("\n").split("\n"))


# What is written, what is asked and who answers: (form, text, [(asked, answering group, its model, fallbacks)]).
# A group of "" means that nobody answers.
TO_SECOND = [("primary", "second", "real-second", 1), ("second", "second", "second", 0), ("other", "", "", 0)]
FORMS = [
    ("standard", "fallbacks: [{primary: [second, third]}]", TO_SECOND),
    ("a block list", "fallbacks:\n  - primary:\n      - second\n      - third", TO_SECOND),
    ("the second of two targets", "fallbacks: [{primary: [broken, third]}]", [("primary", "third", "real-third", 2)]),
    ("a wildcard source", "fallbacks: [{'*': [second]}]", [("primary", "second", "real-second", 1),
                                                          ("other", "second", "real-second", 1)]),
    ("an entry of its own before the wildcard", "fallbacks: [{'*': [second]}, {primary: [third]}]",
     [("primary", "third", "real-third", 1), ("other", "second", "real-second", 1)]),
    ("a single string", "fallbacks: [{primary: second}]", TO_SECOND),
    ("a map of several keys", "fallbacks:\n  - primary: [second]\n    other: [third]",
     [("primary", "second", "real-second", 1), ("other", "third", "real-third", 1)]),
    ("odd form A, those behind", "fallbacks: [third, primary, second]", [("primary", "second", "real-second", 1)]),
    ("odd form A, those in front when there is none behind", "fallbacks: [third, primary]",
     [("primary", "third", "real-third", 1)]),
    ("odd form A, from outside the chain", "fallbacks: [broken, third, second]", [("primary", "third", "real-third", 2)]),
    ("odd form B", "fallbacks:\n  - model_name: primary\n    fallbacks: [second]", TO_SECOND),
    ("odd form B with model", "fallbacks:\n  - model: primary\n    fallbacks:\n      - second", TO_SECOND),
    ("a map instead of a list", "fallbacks: {primary: [second]}", TO_SECOND),
    ("a deployment id", "fallbacks: [{primary: [id-third]}]", [("primary", "third", "real-third", 1)]),
    ("a name that a pattern row takes", "fallbacks: [{primary: [wild/real-w]}]",
     [("primary", "wild/real-w", "real-w", 1)]),
    ("a target that is not there", "fallbacks: [{primary: [nobody, second]}]", TO_SECOND),
    ("a target that is the group itself", "fallbacks: [{primary: [primary, second]}]", TO_SECOND),
    ("fallbacks of fallbacks", "fallbacks: [{primary: [other]}, {other: [broken]}, {broken: [second]}]",
     [("primary", "second", "real-second", 3)]),
    ("default_fallbacks", "default_fallbacks: [second]", [("primary", "second", "real-second", 1)]),
    ("an entry of its own before default_fallbacks", "default_fallbacks: [second]\nfallbacks: [{primary: [third]}]",
     [("primary", "third", "real-third", 1), ("other", "second", "real-second", 1)]),
    ("context_window_fallbacks", "context_window_fallbacks: [{long: [second]}]\nfallbacks: [{primary: [third]}]",
     [("long", "second", "real-second", 1), ("primary", "third", "real-third", 1)]),
    ("context_window_fallbacks for this class only", "context_window_fallbacks: [{primary: [second]}]",
     [("primary", "", "", 0)]),
    ("the general list where the special one has no entry",
     "context_window_fallbacks: [{primary: [second]}]\nfallbacks: [{long: [third]}]",
     [("long", "third", "real-third", 1)]),
    ("content_policy_fallbacks", "content_policy_fallbacks:\n  - refused: second", [("refused", "second", "real-second", 1),
                                                                                ("primary", "", "", 0)]),
]
ALIASES = [
    ("a string", "model_group_alias: {asked: second}", [("asked", "second", "asked", 0)]),
    ("an object", "model_group_alias: {asked: {model: second, hidden: true}}", [("asked", "second", "asked", 0)]),
    ("a list", "model_group_alias: {asked: [primary, second, third]}", [("asked", "second", "real-second", 1)]),
    ("a list whose first members are not there", "model_group_alias: {asked: [nobody, third, second]}",
     [("asked", "third", "asked", 0)]),
    ("a list before the fallbacks", "model_group_alias: {asked: [primary, broken, second]}\nfallbacks: [{asked: [third]}]",
     [("asked", "second", "real-second", 2)]),
    ("a list, then the fallbacks", "model_group_alias: {asked: [primary, broken]}\nfallbacks: [{asked: [third]}]",
     [("asked", "third", "real-third", 2)]),
    ("fallbacks of the alias", "model_group_alias: {asked: primary}\nfallbacks: [{asked: [second]}]",
     [("asked", "second", "real-second", 1)]),
    ("fallbacks of the group behind the alias", "model_group_alias: {asked: primary}\nfallbacks: [{primary: [second]}]",
     [("asked", "second", "real-second", 1)]),
]


class Routing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()

    @classmethod
    def tearDownClass(cls):
        cls.provider.close()

    def started(self, text, environment=None):
        rows = [row(name, model, self.provider.base) for name, model in MODELS.items()]
        rows.append(row("wild/*", "*", self.provider.base))
        made = Gateway(sys.argv[1], "model_list:\n" + "".join(rows) + f"general_settings: {{master_key: {KEY}}}\n" + text,
                       environment=environment)
        self.addCleanup(made.close)
        self.provider.forget()
        return made.start()

    def check(self, answer, group, model, fallbacks):
        status, headers, body = answer
        said = json.loads(body)
        self.assertEqual(status, 200 if group else 500, body)
        self.assertEqual((headers["x-litellm-attempted-fallbacks"], headers["x-litellm-attempted-retries"]),
                         (str(fallbacks), "0"))
        if not group:
            self.assertIn("scripted failure 500", said["error"]["message"])
            return
        self.assertEqual((headers["x-litellm-model-group"], said["model"]), (group, model))
        self.assertEqual(said["choices"][0]["finish_reason"], "stop")

    def check_all(self, served, expected):
        for asked, group, model, fallbacks in expected:
            self.check(served.chat(asked), group, model, fallbacks)

    def test_takes_every_form_of_fallbacks_in_both_sections(self):
        for section in ("router_settings", "litellm_settings"):
            for form, text, expected in FORMS:
                with self.subTest(f"{form} under {section}"):
                    self.check_all(self.started(settings(section, text)), expected)

    def test_takes_every_form_of_aliases(self):
        for form, text, expected in ALIASES:
            with self.subTest(form):
                served = self.started(settings("router_settings", text))
                self.check_all(served, expected)
                names = {model["id"] for model in served.json("GET", "/v1/models")["data"]}
                self.assertEqual("asked" in names, "hidden" not in text)

    def test_maps_aliases_of_litellm_settings_first(self):
        served = self.started(settings("litellm_settings", "model_alias_map: {asked: second}"))
        self.check(served.chat("asked"), "second", "asked", 0)

    def test_one_model_for_every_chat(self):
        served = self.started(f"general_settings: {{master_key: {KEY}, completion_model: second}}\n")
        self.check(served.chat("primary"), "second", "second", 0)
        body = {"messages": [{"role": "user", "content": "hi"}]}
        self.check(served.ask("POST", "/v1/chat/completions", body), "second", "second", 0)
        self.check(served.ask("POST", "/engines/primary/chat/completions", body), "second", "second", 0)
        status, headers, data = served.ask("POST", "/v1/messages", {"model": "primary", "max_tokens": 5, **body})
        self.assertEqual((status, headers["x-litellm-model-group"]), (200, "second"), data)

    def test_says_at_the_start_what_is_odd(self):
        served = self.started(settings("router_settings", "fallbacks: [third, primary, nobody]\n"
                                                          "model_group_alias: {asked: [second, absent]}"))
        self.assertRegex(served.text(), "default chain")
        self.assertRegex(served.text(), "no model is called 'nobody'")
        self.assertRegex(served.text(), "no model is called 'absent'")
        self.assertRegex(served.text(), "tried in this order: second")

    def test_stops_at_the_depth_limit(self):
        chain = "fallbacks: [{primary: [other]}, {other: [broken]}, {broken: [second]}]\nmax_fallbacks: "
        served = self.started(settings("router_settings", chain + "2"))
        status, headers, body = served.chat("primary")
        self.assertEqual((status, headers["x-litellm-attempted-fallbacks"]), (500, "2"), body)
        served = self.started(settings("router_settings", chain + "3"))
        self.check(served.chat("primary"), "second", "real-second", 3)

    def test_streams_fall_back_before_their_first_byte(self):
        served = self.started(settings("router_settings", "fallbacks: [{primary: [second]}]"))
        status, headers, body = served.chat("primary", stream=True)
        self.assertEqual((status, headers["x-litellm-attempted-fallbacks"]), (200, "1"))
        events = gateway.events_of(body)
        self.assertEqual(events[-1], "[DONE]")
        self.assertEqual({json.loads(event)["model"] for event in events[:-1]}, {"real-second"})

    def test_takes_the_requests_own_fallbacks(self):
        served = self.started(settings("router_settings", "fallbacks: [{primary: [second]}]"))
        self.check(served.chat("primary", fallbacks=["third"]), "third", "real-third", 1)
        self.check(served.chat("primary", fallbacks=["broken", "third"]), "third", "real-third", 2)
        self.check(served.chat("primary", fallbacks=[{"primary": ["third"]}]), "third", "real-third", 1)
        self.check(served.chat("primary", fallbacks=[{"*": ["third"]}]), "third", "real-third", 1)
        self.check(served.chat("primary", fallbacks=["id-third"]), "third", "real-third", 1)
        self.check(served.chat("primary", fallbacks=[]), "", "", 0)
        self.assertNotIn("fallbacks", self.provider.last("real-third").json)

    def test_a_fallback_of_the_request_may_be_asked_otherwise(self):
        served = self.started("")
        other = [{"role": "user", "content": "said otherwise"}]
        answer = served.chat("primary", temperature=0.9,
                             fallbacks=[{"model": "third", "messages": other, "temperature": 0.25, "seed": 7}])
        self.check(answer, "third", "real-third", 1)
        got = self.provider.last("real-third").json
        self.assertEqual((got["messages"], got["temperature"], got["seed"]), (other, 0.25, 7))
        answer = served.chat("second", fallbacks=[{"model": "third", "messages": other}], mock_testing_fallbacks=True)
        self.check(answer, "third", "real-third", 1)
        answer = served.chat("primary", temperature=0.9, fallbacks=[{"model": "broken", "temperature": 0.1}, "third"])
        self.check(answer, "third", "real-third", 2)
        self.assertEqual(self.provider.last("real-third").json["temperature"], 0.9)

    def test_a_request_can_do_without_fallbacks(self):
        served = self.started(settings("router_settings", "fallbacks: [{primary: [second]}]"))
        self.check(served.chat("primary", disable_fallbacks=True), "", "", 0)
        self.assertEqual(self.provider.count("real-second"), 0)
        self.check(served.chat("primary", disable_fallbacks=False), "second", "real-second", 1)

    def test_switches_make_the_first_group_fail(self):
        served = self.started(settings("router_settings", "fallbacks: [{second: [third]}]\n"
                                                          "context_window_fallbacks: [{second: [wild/context]}]\n"
                                                          "content_policy_fallbacks: [{second: [wild/policy]}]"))
        for switch, group, model in (("fallbacks", "third", "real-third"), ("rate_limit_error", "third", "real-third"),
                                     ("context_window_fallbacks", "wild/context", "context"),
                                     ("content_policy_fallbacks", "wild/policy", "policy")):
            with self.subTest(switch):
                self.check(served.chat("second", **{f"mock_testing_{switch}": True}), group, model, 1)
                self.assertNotIn(f"mock_testing_{switch}", self.provider.received[-1].json)
        self.assertEqual(self.provider.count("real-second"), 0)
        status, _, body = served.chat("second", mock_testing_rate_limit_error=True, disable_fallbacks=True)
        self.assertEqual(status, 429, body)

    def test_client_faults_go_nowhere_else(self):
        served = self.started(settings("router_settings", "default_fallbacks: [second]"))
        for body, status in ((b"{", 400), (json.dumps({"model": "primary"}).encode(), 400),
                             (json.dumps({"model": "nobody", "messages": []}).encode(), 400)):
            self.assertEqual(served.ask("POST", "/v1/chat/completions", body)[0], status, body)
        self.assertEqual(served.ask("POST", "/v1/chat/completions", b"{}", key="sk-wrong")[0], 401)
        self.assertEqual(self.provider.received, [])

    def test_the_client_reads_both_errors(self):
        served = self.started(settings("router_settings", "fallbacks: [{primary: [broken]}]"))
        status, _, body = served.chat("primary")
        message = json.loads(body)["error"]["message"]
        self.assertEqual(status, 500)
        for part in ("litellm.InternalServerError", "Received Model Group=primary",
                     "Available Model Group Fallbacks=['broken']", "Error doing the fallback", "Model Group=broken"):
            self.assertIn(part, message)


if __name__ == "__main__":
    gateway.main()
