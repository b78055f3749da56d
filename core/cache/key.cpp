#include "core/cache/key.h"

#include "core/base/ids.h"
#include "core/cache/canonicaljson.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gw::cache {

namespace {

// Members that shape no answer. "model" is left to the group; everything that is not listed counts, be it
// known or not.
bool isSilent(std::string_view key)
{
    static constexpr std::array kSilent{std::string_view("model"),
                                        std::string_view("user"),
                                        std::string_view("metadata"),
                                        std::string_view("litellm_metadata"),
                                        std::string_view("stream"),
                                        std::string_view("stream_options"),
                                        std::string_view("cache"),
                                        std::string_view("caching"),
                                        std::string_view("tags"),
                                        std::string_view("num_retries"),
                                        std::string_view("max_retries"),
                                        std::string_view("timeout"),
                                        std::string_view("stream_timeout"),
                                        std::string_view("fallbacks"),
                                        std::string_view("context_window_fallbacks"),
                                        std::string_view("content_policy_fallbacks"),
                                        std::string_view("disable_fallbacks"),
                                        std::string_view("litellm_session_id"),
                                        std::string_view("litellm_trace_id"),
                                        std::string_view("litellm_call_id"),
                                        std::string_view("no-log"),
                                        std::string_view("no_log"),
                                        std::string_view("priority"),
                                        std::string_view("ttl"),
                                        std::string_view("client")};
    return std::ranges::find(kSilent, key) != kSilent.end();
}

// With its length in front, so that no two lists of texts make the same whole.
void append(std::string &out, std::string_view text)
{
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

bool appendMembers(const chat::Call &call, std::string &out)
{
    std::vector<const chat::Member *> members;
    for (const chat::Member &member : call.members.all()) {
        if (!isSilent(member.key))
            members.push_back(&member);
    }
    std::ranges::sort(members, {}, [](const chat::Member *member) { return std::string_view(member->key); });
    std::string value;
    for (const chat::Member *member : members) {
        value.clear();
        if (!appendCanonical(
                std::string_view(call.body).substr(member->valueBegin, member->valueEnd - member->valueBegin),
                value))
            return false;
        append(out, member->key);
        append(out, value);
    }
    return true;
}

// The boundary between parts is the client's whim.
void appendForm(const chat::Call &call, std::string &out)
{
    for (const wire::FormPart &part : call.form->parts) {
        if (isSilent(part.name) && !part.fileName)
            continue;
        append(out, part.name);
        append(out, part.fileName.value_or(""));
        append(out, call.form->value(call.body, part));
    }
}

}   // namespace

std::optional<std::string> hashOf(const chat::Call &call, const KeyParts &parts)
{
    std::string text = "1";
    text.reserve(call.body.size() + 256);
    append(text, std::to_string(static_cast<int>(call.shape)));
    append(text, std::to_string(static_cast<int>(call.operation)));
    append(text, call.path);
    append(text, parts.group);
    append(text, parts.scope);
    for (const char *name : {"anthropic-beta", "openai-beta"})
        append(text, parts.headers ? parts.headers->valueOr(name) : std::string_view());
    if (call.form)
        appendForm(call, text);
    else if (!appendMembers(call, text))
        return std::nullopt;
    return sha256Hex(text);
}

}   // namespace gw::cache
