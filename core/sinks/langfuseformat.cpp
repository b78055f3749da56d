#include "core/ledger/callnames.h"
#include "core/sinks/formats.h"

#include <algorithm>

namespace gw::sinks {

namespace {

constexpr unsigned kTrace = 1;   // Event::parts
constexpr unsigned kGeneration = 2;

// What the client's metadata says for Langfuse (LiteLLM's names).
std::string said(const Event &event, std::string_view name)
{
    return event.content ? std::string(json::stringOr(event.content->metadata, name)) : std::string();
}

void set(json::Object &object, std::string_view name, std::string text)
{
    if (!text.empty())
        object[name] = std::move(text);
}

class LangfuseFormat final : public Format
{
public:
    explicit LangfuseFormat(LangfuseOptions options)
        : m_options(std::move(options))
    {}

    std::string write(std::span<const Event> events) const override
    {
        json::Array batch;
        for (const Event &event : events) {
            const std::string key = keyOf(event.row);
            if ((event.parts & kTrace) != 0)
                batch.emplace_back(item(key + "-trace", "trace-create", event, trace(event)));
            if ((event.parts & kGeneration) != 0)
                batch.emplace_back(item(key + "-generation", "generation-create", event, generation(event)));
        }
        return json::serialize(json::Object{{"batch", std::move(batch)}});
    }

    // {"successes":[{"id","status"}],"errors":[{"id","status","message"}]}
    Receipt read(std::span<const Event> events, std::string_view answer) const override
    {
        Receipt receipt;
        const auto parsed = json::parse(answer);
        const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
        const json::Array *errors = object ? json::findArray(*object, "errors") : nullptr;
        if (!errors)
            return receipt;
        std::map<std::string_view, std::int64_t> statuses;
        for (const json::Value &value : *errors) {
            const json::Object *error = value.if_object();
            if (!error)
                continue;
            statuses[json::stringOr(*error, "id")] = json::findInt(*error, "status").value_or(500);
        }
        for (const Event &event : events)
            readEvent(event, statuses, receipt);
        return receipt;
    }

private:
    static json::Object item(std::string id, const char *type, const Event &event, json::Object body)
    {
        return {{"id", std::move(id)},
                {"type", type},
                {"timestamp", isoTime(event.row.close.endedUs)},
                {"body", std::move(body)}};
    }

    static void readEvent(const Event &event, const std::map<std::string_view, std::int64_t> &statuses,
                          Receipt &receipt)
    {
        const std::string key = keyOf(event.row);
        unsigned again = 0;
        bool refused = false;
        for (const auto &[part, name] :
             {std::pair(kTrace, "-trace"), std::pair(kGeneration, "-generation")}) {
            const std::string id = key + name;
            const auto found = statuses.find(id);
            if (found == statuses.end())
                continue;
            const std::int64_t status = found->second;
            if (status >= 500 || status == 429 || status == 408)
                again |= part;
            else
                refused = true;
            if (receipt.reason.empty())
                receipt.reason = "status " + std::to_string(status);
        }
        if (again != 0)
            receipt.again[key] = again;
        else if (refused)
            ++receipt.refused;
    }

    static std::string traceId(const Event &event)
    {
        for (const char *name : {"existing_trace_id", "trace_id"}) {
            if (std::string id = said(event, name); !id.empty())
                return id;
        }
        const std::string_view named = namedTrace(event.row);
        return named.empty() ? event.row.open.callId : std::string(named);
    }

    static bool masked(const Event &event, std::string_view name)
    {
        return event.content && json::findBool(event.content->metadata, name).value_or(false);
    }

    json::Array tags(const Event &event, const json::Object &payload) const
    {
        json::Array out;
        for (const std::string &tag : ledger::tagsOf(event.row.open))
            out.emplace_back(tag);
        for (const std::string &name : m_options.defaultTags) {
            const json::Value *value = json::findPath(payload, name);
            if (!value)
                value = json::findPath(payload, "metadata." + name);
            if (value && value->is_string())
                out.emplace_back(name + ":" + std::string(value->get_string()));
            else if (value && (value->is_bool() || value->is_number()))
                out.emplace_back(name + ":" + json::serialize(*value));
        }
        return out;
    }

    json::Object trace(const Event &event) const
    {
        const json::Object payload = standardPayload(event);
        json::Object body{{"id", traceId(event)}, {"timestamp", isoTime(requestStartUs(event.row))}};
        body["name"] = "litellm-" + std::string(ledger::callTypeOf(event.row.open.route));
        // A trace of others is only added to.
        if (!said(event, "existing_trace_id").empty())
            body.erase("name");
        set(body, "name", said(event, "trace_name"));
        std::string user = said(event, "trace_user_id");
        set(body, "userId",
            !user.empty()                     ? std::move(user)
            : !event.row.open.endUser.empty() ? event.row.open.endUser
                                              : event.row.open.userId);
        set(body, "sessionId", event.row.open.sessionId);
        std::string release = said(event, "trace_release");
        set(body, "release", release.empty() ? m_options.release : std::move(release));
        set(body, "version", said(event, "trace_version"));
        if (json::Array list = tags(event, payload); !list.empty())
            body["tags"] = std::move(list);
        json::Object metadata = payload.at("metadata").get_object();
        if (const json::Object *own =
                event.content ? json::findObject(event.content->metadata, "trace_metadata") : nullptr)
            metadata.insert(own->begin(), own->end());
        body["metadata"] = std::move(metadata);
        addContent(event, body);
        return body;
    }

    static void addContent(const Event &event, json::Object &body)
    {
        if (!event.content)
            return;
        body["input"] =
            masked(event, "mask_input") ? json::Value("redacted-by-litellm") : event.content->messages;
        body["output"] =
            masked(event, "mask_output") ? json::Value("redacted-by-litellm") : event.content->response;
    }

    static json::Object usage(const ledger::Row &row)
    {
        const std::int64_t input = std::max<std::int64_t>(row.close.usage.input, 0);
        const std::int64_t output = std::max<std::int64_t>(row.close.usage.output, 0);
        return {{"input", input},
                {"output", output},
                {"total", input + output},
                {"unit", "TOKENS"},
                {"totalCost", dollars(row.close.costPico)}};
    }

    // Langfuse adds these up: what is counted apart is taken out of the whole.
    static json::Object usageDetails(const ledger::Row &row)
    {
        const chat::Usage &usage = row.close.usage;
        const std::int64_t cached = std::max<std::int64_t>(usage.cacheRead, 0);
        const std::int64_t written =
            std::max<std::int64_t>(usage.cacheWrite, 0) + std::max<std::int64_t>(usage.cacheWrite1h, 0);
        const std::int64_t input = std::max<std::int64_t>(usage.input, 0);
        json::Object out{{"input", std::max<std::int64_t>(input - cached - written, 0)},
                         {"output", std::max<std::int64_t>(usage.output, 0)},
                         {"total", input + std::max<std::int64_t>(usage.output, 0)}};
        if (cached > 0)
            out["cache_read_input_tokens"] = cached;
        if (written > 0)
            out["cache_creation_input_tokens"] = written;
        return out;
    }

    static json::Object generation(const Event &event)
    {
        const ledger::OpenRecord &open = event.row.open;
        const ledger::CloseRecord &close = event.row.close;
        std::string id = said(event, "generation_id");
        json::Object body{{"id", id.empty() ? keyOf(event.row) : std::move(id)},
                          {"traceId", traceId(event)},
                          {"name", "litellm-" + std::string(ledger::callTypeOf(open.route))},
                          {"startTime", isoTime(open.startedUs)},
                          {"endTime", isoTime(close.endedUs)},
                          {"model", open.upstreamModel},
                          {"usage", usage(event.row)},
                          {"usageDetails", usageDetails(event.row)},
                          {"costDetails", json::Object{{"total", dollars(close.costPico)}}},
                          {"level", succeeded(event.row) ? "DEFAULT" : "ERROR"}};
        set(body, "name", said(event, "generation_name"));
        set(body, "parentObservationId", said(event, "parent_observation_id"));
        if (close.firstByteUs >= 0)
            body["completionStartTime"] = isoTime(requestStartUs(event.row) + close.firstByteUs);
        if (!succeeded(event.row))
            body["statusMessage"] = close.error;
        if (event.content)
            body["modelParameters"] = scalars(event.content->parameters);
        body["metadata"] = json::Object{{"model_group", open.modelGroup},
                                        {"model_id", open.deploymentId},
                                        {"provider", open.provider},
                                        {"api_base", event.apiBase},
                                        {"cache_hit", close.ending == ledger::Ending::CacheHit},
                                        {"attempt", open.attempt},
                                        {"litellm_call_id", open.callId}};
        addContent(event, body);
        return body;
    }

    // Langfuse takes texts, numbers and lists of texts there.
    static json::Object scalars(const json::Object &parameters)
    {
        json::Object out;
        for (const auto &[name, value] : parameters) {
            if (value.is_string() || value.is_number() || value.is_bool())
                out[name] = value;
            else if (!value.is_null())
                out[name] = json::serialize(value);
        }
        return out;
    }

    const LangfuseOptions m_options;
};

}   // namespace

FormatPtr langfuseFormat(LangfuseOptions options)
{
    return std::make_unique<LangfuseFormat>(std::move(options));
}

}   // namespace gw::sinks
