#include "core/cache/key.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <unordered_set>

namespace gw::cache {

namespace {

// Longer texts are not kept for the next call.
constexpr std::size_t kMaxKept = 256 * 1024;

// Members that shape no answer. "model" is left to the group; everything that is not listed counts, be it
// known or not.
bool isSilent(std::string_view key)
{
    static const std::unordered_set<std::string_view> kSilent{"model",
                                                              "user",
                                                              "metadata",
                                                              "litellm_metadata",
                                                              "stream",
                                                              "stream_options",
                                                              "cache",
                                                              "caching",
                                                              "tags",
                                                              "num_retries",
                                                              "max_retries",
                                                              "timeout",
                                                              "stream_timeout",
                                                              "fallbacks",
                                                              "context_window_fallbacks",
                                                              "content_policy_fallbacks",
                                                              "disable_fallbacks",
                                                              "litellm_session_id",
                                                              "litellm_trace_id",
                                                              "litellm_call_id",
                                                              "no-log",
                                                              "no_log",
                                                              "priority",
                                                              "ttl",
                                                              "client"};
    return kSilent.contains(key);
}

}   // namespace

// With its length in front, so that no two lists of texts make the same whole.
void KeyText::append(std::string_view text)
{
    std::array<char, 20> digits{};
    const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), text.size());
    static_cast<void>(code);   // There is room for any size.
    m_text.append(digits.data(), end);
    m_text += ':';
    m_text += text;
}

bool KeyText::appendMembers(const chat::Call &call, std::string_view input)
{
    m_members.clear();
    for (const chat::Member &member : call.members.all()) {
        if (!isSilent(member.key))
            m_members.push_back(&member);
    }
    std::ranges::sort(m_members, {},
                      [](const chat::Member *member) { return std::string_view(member->key); });
    for (const chat::Member *member : m_members) {
        append(member->key);
        const bool other = !input.empty() && member->key == "input";
        // Its end can be seen.
        if (!m_json.append(other ? input
                                 : std::string_view(call.body).substr(member->valueBegin,
                                                                      member->valueEnd - member->valueBegin),
                           m_text))
            return false;
        m_text += ',';
    }
    return true;
}

// The boundary between parts is the client's whim.
void KeyText::appendForm(const chat::Call &call)
{
    for (const wire::FormPart &part : call.form->parts) {
        if (isSilent(part.name) && !part.fileName)
            continue;
        append(part.name);
        append(part.fileName.value_or(""));
        append(call.form->value(call.body, part));
    }
}

bool KeyText::write(const chat::Call &call, const KeyParts &parts)
{
    if (m_text.capacity() > kMaxKept)
        m_text = {};
    m_text = parts.input.empty() ? "2" : "2i";
    append(std::to_string(static_cast<int>(call.shape)));
    append(std::to_string(static_cast<int>(call.operation)));
    append(call.path);
    append(parts.group);
    append(parts.scope);
    for (const char *name : {"anthropic-beta", "openai-beta"})
        append(parts.headers ? parts.headers->valueOr(name) : std::string_view());
    if (!call.form)
        return appendMembers(call, parts.input);
    appendForm(call);
    return true;
}

}   // namespace gw::cache
