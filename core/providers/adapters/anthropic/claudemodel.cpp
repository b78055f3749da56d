#include "core/providers/adapters/anthropic/claudemodel.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace gw::providers::anthropic {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// A part of a version: one or two digits. Dates are longer.
bool isNumber(std::string_view token)
{
    return !token.empty() && token.size() <= 2 &&
           std::ranges::all_of(token, [](unsigned char c) { return std::isdigit(c) != 0; });
}

int toNumber(std::string_view token)
{
    int number = 0;
    for (const char c : token)
        number = number * 10 + (c - '0');
    return number;
}

}   // namespace

ClaudeModel::ClaudeModel(std::string_view name)
{
    const std::string text = lower(name);
    const std::size_t begin = text.find("claude");
    if (begin == std::string::npos)
        return;
    std::string_view rest = std::string_view(text).substr(begin);
    int major = -1;
    bool minorMayFollow = false;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of("-._@:/"), rest.size());
        const std::string_view token = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (token == "opus")
            m_family = Family::Opus;
        else if (token == "sonnet")
            m_family = Family::Sonnet;
        else if (token == "haiku")
            m_family = Family::Haiku;
        else if (token == "fable")
            m_family = Family::Fable;
        if (!isNumber(token)) {
            minorMayFollow = false;
        } else if (major < 0) {
            major = toNumber(token);
            minorMayFollow = true;
        } else if (minorMayFollow) {
            m_version = major * 10 + std::min(toNumber(token), 9);
            minorMayFollow = false;
        }
    }
    if (m_version == 0 && major > 0)
        m_version = major * 10;
}

std::int64_t ClaudeModel::maxOutput() const noexcept
{
    constexpr std::int64_t kOldest = 4096;
    constexpr std::int64_t kNewest = 128'000;
    if (m_version >= 50 || (m_family == Family::Opus && m_version >= 46))
        return kNewest;
    if (m_family == Family::Opus && m_version >= 40)
        return m_version >= 45 ? 64'000 : 32'000;
    if (m_version >= 37)
        return 64'000;
    return m_version >= 35 ? 8192 : kOldest;
}

bool isClaude(std::string_view model)
{
    return lower(model).find("claude") != std::string::npos;
}

}   // namespace gw::providers::anthropic
