#pragma once

#include <string>
#include <vector>

// Requests to and answers of providers that speak OpenAI's words with an accent of their own (WIRE:
// Perplexity, xAI, Hugging Face and TGI, AI21, Databricks, Snowflake). Apart from their test, whose moc
// stumbles over escapes in raw strings.
namespace gw::providertest {

struct KinRequest
{
    const char *name;
    const char *model;
    const char *base;
    const char *key;
    const char *dialect;
    const char *request;
    const char *url;
    const char *headers;   // "Name: value" by line.
    const char *body;      // Wanted whole.
};

inline const std::vector<KinRequest> kKinRequests{
    {"Perplexity's Sonar searches each time", "perplexity/sonar", "", "k", "openaichat",
     R"({"model":"m","max_tokens":9,"temperature":0.2,"search_domain_filter":["e.org"],"messages":[{"role":"system","content":"be"},{"role":"user","content":"x"},{"role":"assistant","content":"a"},{"role":"user","content":"y"}]})",
     "https://api.perplexity.ai/v1/agent", "Authorization: Bearer k",
     R"({"model":"perplexity/sonar","instructions":"be","input":[{"role":"user","content":"x","type":"message"},{"type":"message","role":"assistant","content":"a"},{"role":"user","content":"y","type":"message"}],"max_output_tokens":9,"store":false,"tools":[{"type":"web_search","filters":{"search_domain_filter":["e.org"]}}],"tool_choice":{"type":"web_search"}})"},
    {"Perplexity's old names are presets", "perplexity/sonar-reasoning-pro", "", "k", "openaichat",
     R"({"model":"m","reasoning_effort":"max","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},"messages":[{"role":"user","content":"x"}]})",
     "https://api.perplexity.ai/v1/agent", "",
     R"({"model":"perplexity/sonar","preset":"medium","input":[{"role":"user","content":"x","type":"message"}],"reasoning":{"effort":"xhigh"},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},"store":false})"},
    {"Perplexity refuses what clients of Responses send", "perplexity/openai/gpt-5.5", "", "k", "responses",
     R"({"model":"m","input":"x","include":["reasoning.encrypted_content"],"prompt_cache_key":"c","parallel_tool_calls":true,"text":{"verbosity":"low"},"tools":[{"type":"function","name":"f","parameters":{}}]})",
     "https://api.perplexity.ai/v1/agent", "",
     R"({"model":"openai/gpt-5.5","input":"x","tools":[{"type":"function","name":"f","parameters":{}}]})"},
    {"xAI gets chats as Responses", "xai/grok-4.7", "", "k", "openaichat",
     R"({"model":"m","max_tokens":9,"reasoning_effort":"xhigh","messages":[{"role":"user","name":"bob","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}}]})",
     "https://api.x.ai/v1/responses", "Authorization: Bearer k",
     R"({"model":"grok-4.7","input":[{"role":"user","content":"x"}],"max_output_tokens":9,"reasoning":{"effort":"xhigh","summary":"auto"},"store":false,"include":["reasoning.encrypted_content"],"tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]})"},
    {"Hugging Face's router", "huggingface/Qwen/Qwen3-32B:fastest", "", "hf", "openaichat",
     R"({"model":"m","max_completion_tokens":9,"messages":[{"role":"user","content":"x"}]})",
     "https://router.huggingface.co/v1/chat/completions", "Authorization: Bearer hf",
     R"({"model":"Qwen/Qwen3-32B:fastest","max_tokens":9,"messages":[{"role":"user","content":"x"}]})"},
    {"a partner of Hugging Face by name", "huggingface/together/deepseek-ai/DeepSeek-R1", "", "hf",
     "openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})",
     "https://router.huggingface.co/together/v1/chat/completions", "",
     R"({"model":"deepseek-ai/DeepSeek-R1","messages":[{"role":"user","content":"x"}]})"},
    {"TGI refuses the bounds of sampling", "tgi/tgi", "http://127.0.0.1:9", "", "openaichat",
     R"({"model":"m","temperature":0,"top_p":1,"max_completion_tokens":9,"messages":[{"role":"user","content":"x"}]})",
     "http://127.0.0.1:9/v1/chat/completions", "",
     R"({"model":"tgi","temperature":0.0001,"top_p":0.9999,"max_tokens":9,"messages":[{"role":"user","content":"x"}]})"},
    {"AI21's documents pass", "ai21/jamba-large", "", "k", "openaichat",
     R"({"model":"m","documents":[{"id":"d","content":"c"}],"n":2,"stop":["e"],"max_completion_tokens":9,"messages":[{"role":"user","content":"x"}]})",
     "https://api.ai21.com/studio/v1/chat/completions", "Authorization: Bearer k",
     R"({"model":"jamba-large","documents":[{"id":"d","content":"c"}],"n":2,"stop":["e"],"max_tokens":9,"messages":[{"role":"user","content":"x"}]})"},
    {"a workspace of Databricks", "databricks/claude", "https://adb.example.net", "dapi", "openaichat",
     R"({"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"a","reasoning_content":"Hm","thinking_blocks":[{"type":"thinking","thinking":"Hm","signature":"sig"}]},{"role":"user","content":"y"}]})",
     "https://adb.example.net/serving-endpoints/chat/completions", "Authorization: Bearer dapi",
     R"({"model":"claude","messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm","signature":"sig"}]},{"type":"text","text":"a"}]},{"role":"user","content":"y"}]})"},
    {"a base of Databricks with its path", "databricks/llama", "https://adb.example.net/serving-endpoints",
     "dapi", "openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})",
     "https://adb.example.net/serving-endpoints/chat/completions", "",
     R"({"model":"llama","messages":[{"role":"user","content":"x"}]})"},
    {"Snowflake's access token", "snowflake/llama4-maverick",
     "https://acct.snowflakecomputing.com/api/v2/cortex", "pat/tok", "openaichat",
     R"({"model":"m","max_completion_tokens":9,"messages":[{"role":"user","content":"x"}]})",
     "https://acct.snowflakecomputing.com/api/v2/cortex/v1/chat/completions",
     "Authorization: Bearer tok\nX-Snowflake-Authorization-Token-Type: PROGRAMMATIC_ACCESS_TOKEN",
     R"({"model":"llama4-maverick","max_tokens":9,"messages":[{"role":"user","content":"x"}]})"},
    {"Snowflake's pair of keys", "snowflake/llama4-maverick",
     "https://acct.snowflakecomputing.com/api/v2/cortex", "jwt", "openaichat",
     R"({"model":"m","messages":[{"role":"user","content":"x"}]})",
     "https://acct.snowflakecomputing.com/api/v2/cortex/v1/chat/completions",
     "Authorization: Bearer jwt\nX-Snowflake-Authorization-Token-Type: KEYPAIR_JWT",
     R"({"model":"llama4-maverick","messages":[{"role":"user","content":"x"}]})"},
};

struct KinAnswer
{
    const char *name;
    const char *model;
    bool streamed;
    std::vector<const char *> events;   // Of a stream; else the one body.
    const char *text;
    const char *reasoning;
    const char *signature;
    const char *calls;     // "id name arguments" by line.
    const char *sources;   // Top level "citations", as JSON.
    const char *finish;    // OpenAI's word.
    const char *usage;     // input, cached, output, reasoning, searches.
};

inline const std::vector<KinAnswer>
    kKinAnswers{
        {"Perplexity, whole",
         "perplexity/sonar",
         false,
         {R"({"id":"r","object":"response","status":"completed","model":"perplexity/sonar","output":[{"type":"search_results","results":[{"id":1,"url":"https://a.org","title":"A"},{"id":2,"url":"https://b.org"}]},{"type":"search_results","results":[{"id":3,"url":"https://a.org"}]},{"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":null}]}],"usage":{"input_tokens":10,"output_tokens":4,"total_tokens":14,"input_tokens_details":{"cache_read_input_tokens":6},"tool_calls_details":{"web_search":{"invocation":2}},"cost":{"currency":"USD","total_cost":0.01}}})"},
         "Hi",
         "",
         "",
         "",
         R"(["https://a.org","https://b.org"])",
         "stop",
         "10 6 4 -1 2"},
        {"Perplexity, streamed, the end of the text in the last event alone",
         "perplexity/sonar",
         true,
         {R"({"type":"response.created","response":{"id":"r","model":"perplexity/sonar","status":"in_progress","output":null}})",
          R"({"type":"response.reasoning.search_queries","queries":["q"]})",
          R"({"type":"response.output_text.delta","delta":"Grü"})",
          R"({"type":"response.completed","response":{"id":"r","status":"completed","model":"perplexity/sonar","output":[{"type":"search_results","results":[{"url":"https://a.org"}]},{"type":"message","content":[{"type":"output_text","text":"Grüß dich"}]}],"usage":{"input_tokens":3,"output_tokens":4,"total_tokens":7}}})"},
         "Grüß dich",
         "",
         "",
         "",
         R"(["https://a.org"])",
         "stop",
         "3 -1 4 -1 -1"},
        {"xAI's Responses, whole",
         "xai/grok-4.7",
         false,
         {R"({"id":"r","status":"completed","model":"grok-4.7","output":[{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"Hm"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":100},"total_tokens":115,"num_sources_used":0}})"},
         "",
         "Hm",
         "",
         "c f {}",
         "",
         "tool_calls",
         "10 4 105 100 -1"},
        {"xAI's Responses, streamed",
         "xai/grok-4.7",
         true,
         {R"({"type":"response.created","response":{"id":"r","model":"grok-4.7","status":"in_progress","output":[]}})",
          R"({"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message","content":[]}})",
          R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi"})",
          R"({"type":"response.completed","response":{"id":"r","status":"completed","model":"grok-4.7","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":10,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":15}}})"},
         "Hi",
         "",
         "",
         "",
         "",
         "stop",
         "10 -1 5 0 -1"},
        {"Together behind Hugging Face",
         "huggingface/together/r1",
         true,
         {R"({"id":"c","model":"r1","choices":[{"index":0,"text":"Hi","delta":{"role":"assistant","content":"Hi","token_id":5},"finish_reason":null}]})",
          R"({"id":"c","model":"r1","choices":[{"index":0,"text":"","delta":{"content":""},"finish_reason":"eos"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"cached_tokens":3}})",
          "[DONE]"},
         "Hi",
         "",
         "",
         "",
         "",
         "stop",
         "7 3 2 -1 -1"},
        {"TGI's tool call with an object",
         "tgi/tgi",
         false,
         {R"({"id":"","model":"m","choices":[{"index":0,"message":{"role":"assistant","tool_calls":[{"id":"0","type":"function","function":{"name":"f","description":null,"arguments":{"a":1}}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})"},
         "",
         "",
         "",
         R"(0 f {"a":1})",
         "",
         "tool_calls",
         "7 -1 2 -1 -1"},
        {"TGI stops at its own token",
         "tgi/tgi",
         true,
         {R"({"id":"","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]})",
          R"({"id":"","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"eos_token"}]})",
          R"({"id":"","model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})",
          "[DONE]"},
         "Hi",
         "",
         "",
         "",
         "",
         "stop",
         "7 -1 2 -1 -1"},
        {"AI21 says usage in the last chunk",
         "ai21/jamba-large",
         true,
         {R"({"id":"c","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]})",
          R"({"id":"c","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]})",
          R"({"id":"c","choices":[{"index":0,"delta":{"content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})",
          "[DONE]"},
         "Hi",
         "",
         "",
         "",
         "",
         "length",
         "7 -1 2 -1 -1"},
        {"Claude on Databricks thinks in an item",
         "databricks/claude",
         false,
         {R"({"id":"c","model":"claude","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm","signature":"sig"}]},{"type":"text","text":"Hi"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})"},
         "Hi",
         "Hm",
         "sig",
         "",
         "",
         "stop",
         "7 -1 2 -1 -1"},
        {"Claude on Databricks, streamed",
         "databricks/claude",
         true,
         {R"({"id":"c","model":"claude","choices":[{"index":0,"delta":{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm","signature":""}]}]},"finish_reason":null}]})",
          R"({"id":"c","model":"claude","choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"","signature":"sig"}]}]},"finish_reason":null}]})",
          R"({"id":"c","model":"claude","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})",
          "[DONE]"},
         "Hi",
         "Hm",
         "sig",
         "",
         "",
         "stop",
         "7 -1 2 -1 -1"},
        {"Snowflake's empty words in a whole answer",
         "snowflake/llama",
         false,
         {R"({"id":"c","model":"llama","choices":[{"index":0,"message":{"role":"assistant","content":"","refusal":"","reasoning":"","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":""}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})"},
         "",
         "",
         "",
         "1 f {}",
         "",
         "tool_calls",
         "7 -1 2 -1 -1"},
        {"Snowflake's empty words in each chunk",
         "snowflake/llama",
         true,
         {R"({"id":"c","model":"llama","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":""},"finish_reason":""}]})",
          R"({"id":"c","model":"llama","choices":[{"index":0,"delta":{"content":"","tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":"{"}}]},"finish_reason":""}]})",
          R"({"id":"c","model":"llama","choices":[{"index":0,"delta":{"content":"","tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"finish_reason":""}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}})",
          "[DONE]"},
         "",
         "",
         "",
         "1 f {}",
         "",
         "tool_calls",
         "7 -1 2 -1 -1"},
    };

struct KinError
{
    const char *name;
    const char *model;
    int status;
    const char *body;
    const char *code;   // Of the gateway.
    const char *message;
    int retryAfterMs;
};

inline const std::vector<KinError> kKinErrors{
    {"Perplexity refuses a member", "perplexity/sonar", 400,
     R"({"error":{"message":"invalid request body: json: unknown field \"x\"","type":"invalid_request","code":400}})",
     "UpstreamBadRequest", "invalid request body: json: unknown field \"x\"", -1},
    {"xAI's bad key is a bad request", "xai/grok-4", 400,
     R"({"code":"Client specified an invalid argument","error":"Incorrect API key provided: x***y."})",
     "UpstreamAuthentication", "Incorrect API key provided: x***y.", -1},
    {"TGI refuses a parameter", "tgi/tgi", 422,
     R"({"error":"Input validation error: bad","error_type":"validation"})", "UpstreamUnprocessable",
     "Input validation error: bad", -1},
    {"TGI's model has failed", "tgi/tgi", 424, R"({"error":"Request failed","error_type":"generation"})",
     "UpstreamInternal", "Request failed", -1},
    {"TGI is overloaded", "tgi/tgi", 429, R"({"error":"Model is overloaded","error_type":"overloaded"})",
     "UpstreamRateLimit", "Model is overloaded", -1},
    {"a model at Hugging Face still loads", "huggingface/a/b", 503,
     R"({"error":"Model a/b is currently loading","estimated_time":20.5})", "UpstreamUnavailable",
     "Model a/b is currently loading", 20500},
    {"AI21 says a detail", "ai21/jamba", 401, R"({"detail":"Forbidden: Bad or missing API token."})",
     "UpstreamAuthentication", "Forbidden: Bad or missing API token.", -1},
    {"AI21 lists details", "ai21/jamba", 422,
     R"({"detail":[{"loc":["body","n"],"msg":"too large","type":"value_error"}]})", "UpstreamUnprocessable",
     "too large (\"n\")", -1},
    {"Databricks names a code", "databricks/claude", 403,
     R"({"error_code":"PERMISSION_DENIED","message":"no access"})", "UpstreamPermission", "no access", -1},
    {"Snowflake says a message", "snowflake/llama", 400, R"({"message":"unknown model","request_id":"r"})",
     "UpstreamBadRequest", "unknown model", -1},
    {"a vendor wants to be paid", "deepseek/x", 402, R"({"error":{"message":"Insufficient Balance"}})",
     "UpstreamRateLimit", "Insufficient Balance", -1},
};

}   // namespace gw::providertest
