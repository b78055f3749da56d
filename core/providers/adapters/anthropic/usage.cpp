#include "core/providers/adapters/anthropic/usage.h"

#include <algorithm>

namespace gw::providers::anthropic {

namespace {

std::int64_t countAt(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    return value ? json::toInt(*value).value_or(-1) : -1;
}

std::int64_t known(std::int64_t count)
{
    return std::max<std::int64_t>(count, 0);
}

void add(std::int64_t &to, std::int64_t count)
{
    if (count >= 0)
        to = known(to) + count;
}

chat::Usage readOne(const json::Object &usage)
{
    chat::Usage out;
    const std::int64_t input = countAt(usage, "input_tokens");
    const std::int64_t written = countAt(usage, "cache_creation_input_tokens");
    out.output = countAt(usage, "output_tokens");
    out.cacheRead = countAt(usage, "cache_read_input_tokens");
    const std::int64_t hour = countAt(usage, "cache_creation.ephemeral_1h_input_tokens");
    const std::int64_t minutes = countAt(usage, "cache_creation.ephemeral_5m_input_tokens");
    out.cacheWrite1h = hour;
    // What the breakdown leaves open was written for five minutes.
    if (written >= 0 || minutes >= 0)
        out.cacheWrite = std::max(known(written) - known(hour), known(minutes));
    if (input >= 0)
        out.input = input + known(out.cacheRead) + known(out.cacheWrite) + known(out.cacheWrite1h);
    return out;
}

}   // namespace

std::string tierOf(const json::Object &usage)
{
    const std::string_view tier = json::stringOr(usage, "service_tier");
    return std::string(tier.empty() ? "standard" : tier);
}

chat::Usage readUsage(const json::Object &usage)
{
    chat::Usage out = readOne(usage);
    if (const json::Array *iterations = json::findArray(usage, "iterations");
        iterations && iterations->size() > 1) {
        chat::Usage sum;
        for (const json::Value &item : *iterations) {
            const json::Object *object = item.if_object();
            const chat::Usage one = object ? readOne(*object) : chat::Usage();
            add(sum.input, one.input);
            add(sum.cacheRead, one.cacheRead);
            add(sum.cacheWrite, one.cacheWrite);
            add(sum.cacheWrite1h, one.cacheWrite1h);
            add(sum.output, one.output);
        }
        if (sum.known())
            out = sum;
    }
    out.reasoning = countAt(usage, "output_tokens_details.thinking_tokens");
    out.webSearches = countAt(usage, "server_tool_use.web_search_requests");
    if (out.input >= 0 && out.output >= 0)
        out.total = out.input + out.output;
    return out;
}

void mergeUsage(json::Object &usage, const json::Object &later)
{
    for (const auto &member : later) {
        const json::Value &value = member.value();
        if (value.is_null())
            continue;
        json::Value *old = usage.if_contains(member.key());
        if (!old || old->is_null()) {
            usage[member.key()] = value;
        } else if (old->is_object() && value.is_object()) {
            mergeUsage(old->get_object(), value.get_object());
        } else {
            const auto before = json::toInt(*old);
            const auto now = json::toInt(value);
            if (!before || !now || *now > *before)
                *old = value;
        }
    }
}

}   // namespace gw::providers::anthropic
