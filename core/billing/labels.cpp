#include "core/billing/labels.h"

#include "core/base/json.h"

#include <algorithm>

namespace gw::billing {

namespace {

// As a label's value; texts without their quotes.
std::string textOf(const json::Value &value)
{
    if (value.is_null())
        return {};
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// By a dotted path.
std::string valueAt(const json::Object &metadata, std::string_view path)
{
    const json::Object *object = &metadata;
    while (object) {
        const std::size_t dot = path.find('.');
        const json::Value *value = json::find(*object, path.substr(0, dot));
        if (!value)
            return {};
        if (dot == std::string_view::npos)
            return textOf(*value);
        object = value->if_object();
        path.remove_prefix(dot + 1);
    }
    return {};
}

bool matches(std::string_view tag, std::string_view pattern)
{
    if (!pattern.ends_with('*'))
        return tag == pattern;
    pattern.remove_suffix(1);
    return tag.starts_with(pattern);
}

void addMetadata(std::string &out, const std::vector<std::string> &paths, const access::Key *key,
                 const chat::Call &call)
{
    if (paths.empty())
        return;
    const auto sent = json::parse(call.memberText("metadata"));
    const json::Object *asked = sent.ok() ? sent.value().if_object() : nullptr;
    for (const std::string &path : paths) {
        // The key's own counts: a client cannot pass for another.
        std::string value = key ? valueAt(key->metadata, path) : std::string();
        if (value.empty() && asked)
            value = valueAt(*asked, path);
        out += out.empty() ? "" : ",";
        out += telemetry::labelText("metadata_" + path, value);
    }
}

}   // namespace

telemetry::ExchangeSample sampleOf(const config::MetricLabels &rules, const auth::Principal &principal,
                                   const chat::Call *call, const std::string &route)
{
    telemetry::ExchangeSample sample;
    sample.route = route;
    sample.keyHash = principal.keyHash;
    sample.keyAlias = principal.keyAlias;
    sample.team = principal.teamId;
    sample.user = principal.userId;
    if (!call)
        return sample;
    sample.requestedModel = call->model;
    if (!rules.any())
        return sample;
    if (rules.endUser)
        sample.endUser = call->endUser;
    if (rules.stream)
        sample.streamed = call->stream ? "True" : "False";
    addMetadata(sample.extra, rules.metadata, principal.key.get(), *call);
    for (const std::string &pattern : rules.tags) {
        const bool has = std::ranges::any_of(call->gateway.tags,
                                             [&](const std::string &tag) { return matches(tag, pattern); });
        sample.extra += sample.extra.empty() ? "" : ",";
        sample.extra += telemetry::labelText("tag_" + pattern, has ? "true" : "false");
    }
    return sample;
}

std::string programOf(const peers::SightingPtr &sighting)
{
    const peers::ProgramPtr program = sighting ? sighting->program() : nullptr;
    return program ? program->name : std::string();
}

std::string clientOf(const wire::Headers &headers, const peers::SightingPtr &sighting)
{
    constexpr std::size_t kMaxClient = 64;
    if (std::string program = programOf(sighting); !program.empty())
        return program;
    return std::string(headers.valueOr("user-agent").substr(0, kMaxClient));
}

}   // namespace gw::billing
