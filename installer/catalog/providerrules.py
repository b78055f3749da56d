"""Provider quirks, translated by hand into the closed set of rules of resources/catalog/README.md.

One entry per provider id: "rules" and "unsupported" go into the row as they are; "open" lists the
numbers of the facts' quirks that are neither a rule here nor the adapter's own work, and makes the
row unverified. Quirks that are only information (other hosts, other prefixes, defaults) need no
number. "fields" overrides fields of the row; "keep" explains rules that are left out on purpose,
because recorded traffic shows the provider accepting what the rule would change.
"""

INTENT = "max_tokens|max_completion_tokens"

OPENAI_REASONING = ["o1", "o3", "o4", "gpt-5", "gpt-6"]
# gpt-5.1 and later take sampling again with effort none; what is refused there is the provider's to say.
OPENAI_NO_SAMPLING = ["o1", "o3", "o4", "gpt-5$", "gpt-5-", "gpt-6-astra"]


def flatten(roles=None):
    rule = {"rule": "content-to-string", "when": "text-only"}
    if roles:
        rule["roles"] = roles
    return rule


def fold(field, **more):
    return {"rule": "fold-reasoning", "field": field, **more}


def strip_field(field, roles, **more):
    return {"rule": "strip-message-field", "field": field, **more, "roles": roles}


def sampling_of_reasoning_models():
    fields = ("top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs")
    rows = [{"field": "temperature", "except": [1], "models": OPENAI_NO_SAMPLING}]
    return rows + [{"field": f, "models": OPENAI_NO_SAMPLING} for f in fields]


NAMED = ["user", "assistant", "system", "developer"]
FINISH_EMPTY = {"rule": "value-map", "on": "answer", "field": "finish_reason", "map": {"": "auto"}}
STRING_ERRORS = {"rule": "error-path", "message": "error", "code": "code"}
DETAIL_ERRORS = {"rule": "error-path", "message": "detail"}
OPENAI_MAX = {"rule": "rename", "from": INTENT, "to": "max_completion_tokens", "models": OPENAI_REASONING}

TRANSLATED = {
    "openai": {"rules": [OPENAI_MAX], "unsupported": sampling_of_reasoning_models(), "own_max_rule": True,
               "keep": ["a system message for o1-mini is sent as it is: the recorded 400 is the provider's answer",
                        "max_tokens stays for older models, because the row also serves other servers by api_base"]},
    "azure": {"rules": [OPENAI_MAX], "unsupported": sampling_of_reasoning_models(), "own_max_rule": True},
    "azure_ai": {"fields": {"adapter": "azureai"}},
    "ai21": {"rules": [DETAIL_ERRORS], "unsupported": ["seed", "user", "tool_choice"]},
    "mistral": {
        "rules": [
            {"rule": "rename", "from": "seed", "to": "random_seed"},
            {"rule": "value-map", "field": "tool_choice", "map": {"required": "any"}, "named_to": "any"},
            {"rule": "drop", "field": "stream_options"},
            strip_field("name", NAMED),
            strip_field("*", ["system", "user", "assistant", "tool"], when="null"),
            {"rule": "strip-schema-keys", "keys": ["$id", "$schema", "strict"]},
            fold("content", part="thinking"),
            {"rule": "error-path", "message": "message", "type": "type", "code": "code"},
        ],
        "remove_unsupported": ["stream_options"],
        "open": [4, 5],
        "keep": ["additionalProperties stays in tool schemas: recorded requests carry it and are accepted",
                 "n, null penalties and prompt_cache_key stay: recorded requests carry them and are accepted"],
    },
    "groq": {
        "rules": [strip_field("name", NAMED), strip_field("*", ["assistant"], when="null"), fold("reasoning"),
                  {"rule": "usage-path", "path": "x_groq.usage"}],
        "remove_unsupported": ["messages[].name"],
        "keep": ["n stays when it is 1: recorded requests carry it and are accepted"],
    },
    "deepseek": {
        "rules": [flatten()],
        "open": [1, 5, 6],
        "keep": ["strict stays in tools: recorded requests carry it and are accepted",
                 "deepseek-chat and deepseek-reasoner are sent as named: the recorded requests name them"],
    },
    "xai": {
        "rules": [strip_field("name", NAMED), {"rule": "strip-schema-keys", "keys": ["strict"]}, FINISH_EMPTY,
                  {"rule": "usage-path", "path": "usage", "reasoning": "outside"}, STRING_ERRORS],
        "unsupported": [
            {"field": "stop", "models": ["grok-3-mini", "grok-4", "grok-code-fast"]},
            {"field": "frequency_penalty", "models": ["grok-4", "grok-code-fast"]},
            {"field": "reasoning_effort", "models": ["grok-4$", "grok-4-", "grok-4.20"]},
        ],
    },
    "perplexity": {"fields": {"adapter": "perplexity"},
                   "keep": ["sampling parameters are left out: the API refuses every member that it does not know"]},
    "moonshot": {"rules": [{"rule": "clamp", "field": "temperature", "low": 0, "high": 1}, flatten()],
                 "unsupported": [{"field": "tool_choice", "values": ["required"]}], "open": [1, 4]},
    "dashscope": {"rules": [flatten()]},
    "qwencloud": {"rules": [flatten()]},
    "qwen_ai_platform": {"rules": [flatten()]},
    "volcengine": {},
    "zai": {"rules": [flatten(["tool", "assistant"])]},
    "minimax": {},
    "bedrock": {"remove_unsupported": ["user"],
                "keep": ["user is left out of the request by the adapter: Messages clients always name one"]},
    "cohere": {"remove_unsupported": ["tool_choice:named", "user"],
               "keep": ["a named tool_choice is REQUIRED with that tool alone; user is left out: by the adapter"]},
    "ollama_chat": {"remove_unsupported": ["tool_choice", "user", "presence_penalty", "parallel_tool_calls", "logit_bias"],
                    "keep": ["the adapter leaves tool_choice and what Ollama has no word for out of the request"]},
    "bedrock_mantle": {"open": [0]},
    "heroku": {"rules": [flatten()]},
    "datarobot": {},
    "gradient_ai": {},
    "ovhcloud": {"rules": [fold("reasoning")]},
    "together_ai": {"rules": [fold("reasoning")], "open": [2]},
    "fireworks_ai": {
        "rules": [
            {"rule": "value-map", "field": "model", "template": "accounts/fireworks/models/{value}", "unless_has": "/"},
            {"rule": "value-map", "field": "tool_choice", "map": {"required": "any"}},
        ],
        "open": [2, 3],
    },
    "cerebras": {"rules": [fold("reasoning")]},
    "crusoe": {"rules": [fold("reasoning")]},
    "nvidia_nim": {"rules": [fold("reasoning")], "open": [0, 1]},
    "baseten": {"open": [0]},
    "publicai": {"rules": [flatten()]},
    "clarifai": {"open": [0]},
    "openrouter": {
        "rules": [fold("reasoning")], "own_max_rule": True, "open": [1],
        "keep": ["max_completion_tokens and stream_options stay: recorded requests carry them and are accepted",
                 "usage:{include:true} is not added: recorded requests are sent without it"],
    },
    "cometapi": {"rules": [fold("reasoning")]},
    "edenai": {},
    "lm_studio": {"rules": [fold("reasoning")]},
    "hosted_vllm": {"rules": [fold("reasoning")]},
    "vllm": {"rules": [fold("reasoning")]},
    "llama_cpp": {},
    "llamafile": {},
    "docker_model_runner": {},
    "xinference": {},
    "localai": {},
    "custom_openai": {},
    "tgi": {"rules": [{"rule": "clamp", "field": "temperature", "low": 0.0001, "high": 100},
                      {"rule": "clamp", "field": "top_p", "low": 0.0001, "high": 0.9999},
                      {"rule": "error-path", "message": "error", "type": "error_type"}],
            "fields": {"adapter": "openai"}},
    "jina_ai": {"open": [0]},
    "voyage": {
        "rules": [{"rule": "rename", "from": "dimensions", "to": "output_dimension", "endpoints": ["embeddings"]},
                  {"rule": "rename", "from": "top_n", "to": "top_k", "endpoints": ["rerank"]}, DETAIL_ERRORS],
    },
    "databricks": {
        "rules": [fold("content", part="reasoning"),
                  {"rule": "error-path", "message": "message", "code": "error_code"}],
        "fields": {"adapter": "databricks"},
    },
    "snowflake": {
        "rules": [fold("reasoning"), FINISH_EMPTY],
        "fields": {"adapter": "snowflake", "chat_path": "/v1/chat/completions"},
    },
    "huggingface": {
        "rules": [fold("reasoning"), {"rule": "error-path", "message": "error", "type": "error_type"}],
        "fields": {"adapter": "openai", "routes": {
            "*": "/{route}/v1/chat/completions",
            "novita": "/novita/v3/openai/chat/completions",
            "fireworks-ai": "/fireworks-ai/inference/v1/chat/completions",
            "hf-inference": "/hf-inference/models/{model}/v1/chat/completions"}},
        "keep": ["a partner's own name for a model is asked of the hub: GET /api/models/<id>?expand[]=inferenceProviderMapping",
                 "null message fields stay: recorded requests carry them and are accepted"],
    },
}

# Why a row answers 501: no adapter speaks its wire format, or it cannot be signed in to.
REASONS = {
    "chatgpt": "signing in by device code is not offered",
    "github_copilot": "signing in by device code is not offered; the service's terms name the programs that may use it",
    "github": "GitHub Models was retired on 2026-07-30",
    "anyscale": "the vendor has retired this service",
    "anthropic_text": "the legacy completions format is not spoken; use anthropic",
    "text-completion-codestral": "fill-in-the-middle requests are not translated; use codestral for chat",
    "gigachat": "the GigaChat format and its own sign-in are not spoken",
    "maritalk": "the old MariTalk format is not spoken; use custom_openai with the newer service",
    "aleph_alpha": "the Aleph Alpha completion format is not spoken",
    "nlp_cloud": "the NLP Cloud format is not spoken",
    "manus": "agent tasks that are polled are not offered",
    "oci": "Oracle's request signature and chat format are not spoken",
    "sap": "SAP AI Core's sign-in and format are not spoken",
    "aws_polly": "the Polly speech format is not spoken",
    "watsonx": "the watsonx format and IBM sign-in are not spoken",
    "watsonx_text": "the watsonx format and IBM sign-in are not spoken",
    "sagemaker": "the SageMaker format is not spoken",
    "sagemaker_chat": "the SageMaker format is not spoken",
    "cloudflare": "the Workers AI format is not spoken; its OpenAI-shaped path works through custom_openai",
    "replicate": "predictions that are polled are not offered",
    "predibase": "the tenant path of Predibase is not built; use custom_openai with the full base",
    "bytez": "the Bytez format is not spoken",
    "petals": "the Petals format is not spoken",
    "triton": "the Triton formats are not spoken",
    "custom": "handlers written in Python are not run; use custom_openai for an OpenAI-shaped server",
    "langgraph": "the LangGraph format is not spoken",
    "langflow": "the Langflow format is not spoken",
    "elevenlabs": "the ElevenLabs format is not spoken",
    "deepgram": "the Deepgram format is not spoken",
    "soniox": "the Soniox format is not spoken",
    "stability": "the Stability format is not spoken",
    "black_forest_labs": "images that are polled are not offered",
    "fal_ai": "the fal.ai format is not spoken",
    "runwayml": "tasks that are polled are not offered",
    "topaz": "the Topaz format is not spoken",
}
