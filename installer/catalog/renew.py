#!/usr/bin/env python3
"""Writes resources/catalog/providers.json and models.json from two files of facts.

usage: renew.py PROVIDERS_FACTS PRICES_FACTS [OUT_FOLDER]

The output depends on the input alone: the same facts give the same bytes. resources/catalog/README.md
documents the schema; attribution of the facts is in resources/catalog/NOTICE.
"""

import json
import pathlib
import re
import sys
from decimal import Decimal

from providerrules import INTENT, REASONS, TRANSLATED

SCHEMA = 1
ADAPTERS = {"openai", "anthropic", "gemini", "vertex", "bedrock", "azure", "azureai", "cohere", "ollama", "perplexity",
            "databricks", "snowflake"}
OPENAI_SHAPED = {"openai", "azure", "azureai", "databricks", "snowflake"}
AUTH = {"Authorization: Key": "key", "Authorization: Token": "token"}
# Fields that a request depends on; the rest (links, lists of models) may be wrong without harm.
VITAL = {"base_url", "auth", "chat_path", "dialect", "key_env", "extra_headers", "params.max_tokens_field"}
PLAIN_FIELDS = ["key_env", "base_env", "other_env", "endpoints", "models_endpoint", "local", "default_port",
                "key_url", "docs_url", "aliases", "litellm_prefix", "extra_headers", "alt_base_urls", "status",
                "category"]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unsupported_entry(text):
    """"tool_choice:named" and "n>1" become objects; a plain name stays a string."""
    if m := re.fullmatch(r"(\w+)>(\d+)", text):
        return {"field": m[1], "above": int(m[2])}
    if m := re.fullmatch(r"(\w+):named", text):
        return {"field": m[1], "type": "object"}
    if m := re.fullmatch(r"(\w+):(\w+)", text):
        return {"field": m[1], "values": [m[2]]}
    return text


def adapter_of(fact, entry):
    if fact["id"] in REASONS:
        return "none"
    adapter = entry.get("fields", {}).get("adapter", fact["dialect"])
    if adapter not in ADAPTERS:
        raise SystemExit(f"{fact['id']}: no adapter for dialect {fact['dialect']} and no reason given")
    return adapter


def provider_row(fact):
    params = fact.get("params", {})
    quirks = params.get("quirks", [])
    entry = TRANSLATED.get(fact["id"])
    adapter = adapter_of(fact, entry or {})
    if entry is None:
        if quirks and adapter == "openai":
            raise SystemExit(f"{fact['id']}: quirks without an entry in providerrules.py")
        entry = {}
    row = {"id": fact["id"], "name": fact["name"], "adapter": adapter}
    if adapter == "none":
        row["reason"] = REASONS[fact["id"]]
    row["base_url"] = fact["base_url"]
    chat_path = entry.get("fields", {}).get("chat_path", fact.get("chat_path"))
    if chat_path:
        row["chat_path"] = chat_path
    if "routes" in entry.get("fields", {}):
        row["routes"] = entry["fields"]["routes"]
    auth = fact.get("auth", "bearer" if fact["dialect"] == "openai" else "none")
    row["auth"] = AUTH.get(auth, auth)
    for field in PLAIN_FIELDS:
        if field in fact:
            row[field] = fact[field]
    if "upstream_wire_preferred" in fact:
        row["wire_preferred"] = fact["upstream_wire_preferred"].removeprefix("openai-")

    rules = list(entry.get("rules", []))
    limit = params.get("max_tokens_field")
    if adapter in OPENAI_SHAPED and limit and not entry.get("own_max_rule"):
        rules.insert(0, {"rule": "rename", "from": INTENT, "to": limit})
    row["rules"] = rules
    gone = set(entry.get("remove_unsupported", []))
    unsupported = [unsupported_entry(u) for u in params.get("unsupported", []) if u not in gone]
    unsupported += entry.get("unsupported", [])
    if unsupported:
        row["unsupported"] = unsupported

    unchecked = fact.get("unverified", [])
    left = [quirks[i] for i in entry.get("open", [])]
    row["unverified"] = bool(left or VITAL & set(unchecked) or "params.unsupported" in unchecked)
    if unchecked:
        row["unchecked"] = unchecked
    notes = [f"not translated: {text}" for text in left] + entry.get("keep", [])
    if adapter not in OPENAI_SHAPED and quirks:
        notes += quirks
    if notes:
        row["notes"] = notes
    return row


def decimal_text(text):
    value = Decimal(text)
    if value < 0:
        raise SystemExit(f"negative price {text}")
    return text


def rate(price):
    """A rate table: unit -> decimal string, tiers last."""
    out = {}
    for unit, value in price.items():
        if unit == "per_1000":
            out[unit] = {k: decimal_text(v) for k, v in value.items()}
        elif unit == "tiers":
            out[unit] = [{k: (v if k == "above" else decimal_text(v)) for k, v in t.items()} for t in value]
        else:
            out[unit] = decimal_text(value)
    return out


def model_row(fact):
    row = {"id": fact["id"], "match": fact["match"]}
    for ours, theirs in (("name", "name"), ("mode", "mode"), ("context", "context_window"),
                         ("max_output", "max_output"), ("caps", "caps"), ("released", "released"),
                         ("deprecated", "deprecated"), ("estimated", "estimated"), ("note", "note")):
        if theirs in fact:
            row[ours] = fact[theirs]
    if fact.get("src") == "supplement":
        row["supplement"] = True
    row["price"] = rate(fact["price"])
    # An absent price means unknown; a name that says free is a price of 0.
    if fact["id"].endswith(":free") and not fact["price"]:
        row["price"] = {"input": "0", "output": "0"}
    if "variants" in fact:
        row["variants"] = [{**{k: v for k, v in variant.items() if k != "rate"}, "rate": rate(variant["rate"])}
                           for variant in fact["variants"]]
    return row


def price_provider(fact):
    row = {k: fact[k] for k in ("id", "name", "route", "gateway_providers", "owns_models", "fallback") if k in fact}
    row["url"] = fact["api_url_regex"]
    return row


def models_text(facts):
    header = facts["header"]
    head = {"schema": SCHEMA, "version": header["generated"], "currency": header["currency"],
            "free_when_local": facts["gaps"].get("local_cost_zero_by_default", []),
            "lifecycle": [{k: v for k, v in item.items() if k != "source"} for item in facts["lifecycle"]],
            "unit_prices": [{**item, "price": decimal_text(item["price"])} for item in facts["unit_prices"]["items"]]}
    lines = [compact(head)[:-1] + ',"providers":[']
    for p, provider in enumerate(facts["providers"]):
        lines.append(compact(price_provider(provider))[:-1] + ',"models":[')
        rows = [compact(model_row(model)) for model in provider["models"]]
        lines.append(",\n".join(rows))
        lines.append("]}" + ("," if p + 1 < len(facts["providers"]) else ""))
    return "\n".join(lines) + "\n]}\n"


def main():
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    here = pathlib.Path(__file__).resolve()
    out = pathlib.Path(sys.argv[3]) if len(sys.argv) == 4 else here.parents[2] / "resources" / "catalog"
    providers = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    prices = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    known = {fact["id"] for fact in providers}
    if stale := (TRANSLATED.keys() | REASONS.keys()) - known:
        raise SystemExit(f"entries without a provider: {sorted(stale)}")
    rows = [compact(provider_row(fact)) for fact in providers]
    (out / "providers.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
    text = models_text(prices)
    json.loads(text)
    (out / "models.json").write_text(text, encoding="utf-8")
    print(f"{len(rows)} providers, {sum(len(p['models']) for p in prices['providers'])} models")


if __name__ == "__main__":
    main()
