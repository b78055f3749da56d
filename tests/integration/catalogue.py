"""Every provider of the catalogue: one deployment each, in front of the scripted provider of wires.py.

Each answers a chat, or says with status 501 why it cannot. Prints a row for each.
"""
import json
import pathlib
import sys

from gateway import KEY, Gateway
from wires import TEXT, Provider

CATALOGUE = pathlib.Path(__file__).parents[2] / "resources" / "catalog" / "providers.json"
# By adapter: which wire the provider speaks, and the model.
SPEAKS = {"openai": ("similar", "m"), "azure": ("azure", "m"), "azureai": ("azure", "m"), "ollama": ("ollama", "m"),
          "perplexity": ("agent", "m"), "anthropic": ("anthropic", "claude-sonnet-4-5"),
          "gemini": ("gemini", "gemini-2.5-flash"), "cohere": ("cohere", "command-a"),
          "bedrock": ("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
          "vertex": ("vertex", "gemini-2.5-flash")}


def deployment(row, base):
    wire, model = SPEAKS.get(row["adapter"], ("similar", "m"))
    if row["id"] == "xai":
        wire = "responses"  # Preferred there.
    elif row["id"] == "ragflow":
        model = "chat/7/m"  # The conversation is part of the path.
    params = {"model": f"{row['id']}/{model}", "api_base": f"{base}/{wire}/text", "api_key": "sk-upstream",
              "max_retries": 0}
    if wire in ("similar", "responses"):
        params["api_base"] += "/v1"
    if wire == "bedrock":
        params.update(aws_bedrock_runtime_endpoint=params["api_base"], aws_region_name="eu-west-1")
    if row["id"] == "openai":
        params["use_chat_completions_api"] = True
    return {"model_name": row["id"], "litellm_params": params}


def outcome(row, status, body):
    """Nothing when the answer is right; else what is wrong with it."""
    message = (body.get("error") or {}).get("message", "")
    if row["adapter"] == "none" or "chat" not in row["endpoints"]:
        if status != 200:
            return None if status == 501 and message else f"status {status}, not 501: {message}"
    if status == 200:
        return None if body["choices"][0]["message"]["content"] == TEXT else "another text"
    return f"status {status}: {message}"


def main():
    rows = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    upstream = Provider()
    config = {"model_list": [deployment(row, upstream.base) for row in rows], "general_settings": {"master_key": KEY},
              "router_settings": {"num_retries": 0, "disable_cooldowns": True}}
    porticod = Gateway(sys.argv[1], json.dumps(config)).start()
    failed = 0
    try:
        for row in rows:
            status, _, data = porticod.chat(row["id"])
            problem = outcome(row, status, json.loads(data))
            if status == 200:
                problem = problem or upstream.problem
            failed += problem is not None
            print(f"{row['id']:28} {row['adapter']:16} {status} {'FAILED ' + problem if problem else ''}")
    finally:
        porticod.close()
        upstream.close()
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not rows else 0)


if __name__ == "__main__":
    main()
