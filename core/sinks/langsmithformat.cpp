#include "core/sinks/formats.h"

namespace gw::sinks {

namespace {

// A run's id has to be a UUID: the request's own for its first attempt, else one that depends on the key
// alone (version 8, RFC 9562).
std::string runIdOf(const ledger::Row &row)
{
    if (row.open.attempt == 0)
        return row.open.request.toString();
    std::string hex = digest(keyOf(row), 32);
    hex[12] = '8';
    hex[16] = 'a';
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) +
           '-' + hex.substr(20);
}

// "20261121T100000123456Z" and the id: sorts runs by their time.
std::string dottedOrder(std::int64_t unixUs, const std::string &id)
{
    std::string text = isoTime(unixUs);
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == '.'; });
    return text + id;
}

class LangsmithFormat final : public Format
{
public:
    explicit LangsmithFormat(LangsmithOptions options)
        : m_options(std::move(options))
    {}

    std::string write(std::span<const Event> events) const override
    {
        json::Array runs;
        for (const Event &event : events)
            runs.emplace_back(run(event));
        return json::serialize(json::Object{{"post", std::move(runs)}});
    }

private:
    json::Object run(const Event &event) const
    {
        const json::Object payload = standardPayload(event);
        const json::Object none;
        const json::Object &said = event.content ? event.content->metadata : none;
        const std::string id = runIdOf(event.row);
        json::Object run{{"id", id}, {"trace_id", id}};
        run["dotted_order"] = dottedOrder(event.row.open.startedUs, id);
        run["name"] = json::stringOr(said, "run_name", m_options.runName);
        run["run_type"] = "llm";
        run["inputs"] = json::Object{{"messages", payload.at("messages")},
                                     {"model", payload.at("model")},
                                     {"parameters", payload.at("model_parameters")}};
        run["outputs"] = payload.at("response").is_object()
                             ? payload.at("response")
                             : json::Value(json::Object{{"response", payload.at("response")}});
        run["session_name"] = json::stringOr(said, "project_name", m_options.project);
        run["start_time"] = isoTime(event.row.open.startedUs);
        run["end_time"] = isoTime(event.row.close.endedUs);
        run["tags"] = payload.at("request_tags");
        json::Object metadata = payload.at("metadata").get_object();
        metadata["ls_provider"] = event.row.open.provider;
        metadata["ls_model_name"] = event.row.open.upstreamModel;
        for (const char *name : {"model_group", "call_type", "response_cost", "prompt_tokens",
                                 "completion_tokens", "total_tokens", "cache_hit"})
            metadata[name] = payload.at(name);
        metadata["usage_metadata"] = json::Object{{"input_tokens", payload.at("prompt_tokens")},
                                                  {"output_tokens", payload.at("completion_tokens")},
                                                  {"total_tokens", payload.at("total_tokens")}};
        run["extra"] = json::Object{{"metadata", std::move(metadata)}};
        if (!succeeded(event.row))
            run["error"] = event.row.close.error;
        return run;
    }

    const LangsmithOptions m_options;
};

}   // namespace

FormatPtr langsmithFormat(LangsmithOptions options)
{
    return std::make_unique<LangsmithFormat>(std::move(options));
}

}   // namespace gw::sinks
