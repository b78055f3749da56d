#include "core/sharing/sharedrates.h"

namespace gw::sharing {

namespace {

using limits::Limited;

std::vector<redis::WindowLimits> scopesOf(const std::vector<limits::RateLine> &lines)
{
    std::vector<redis::WindowLimits> out;
    out.reserve(lines.size());
    for (const limits::RateLine &line : lines)
        out.push_back({.id = std::string(limits::levelName(line.level)) + ":" + line.name,
                       .requests = line.requests.value_or(-1),
                       .tokens = line.tokens.value_or(-1),
                       .parallel = line.parallel.value_or(-1)});
    return out;
}

std::optional<Limited> limitedBy(redis::WindowEntry::Limited what)
{
    switch (what) {
    case redis::WindowEntry::Limited::None:
        return std::nullopt;
    case redis::WindowEntry::Limited::Requests:
        return Limited::Requests;
    case redis::WindowEntry::Limited::Tokens:
        return Limited::Tokens;
    case redis::WindowEntry::Limited::Parallel:
        break;
    }
    return Limited::Parallel;
}

}   // namespace

bool SharedRates::enter(const std::vector<limits::RateLine> &lines, const std::string &ticket,
                        std::int64_t windowUs, Told told)
{
    if (m_closed || !m_windows.available())
        return false;
    return m_windows.enter(scopesOf(lines), ticket, windowUs / 1000,
                           [told = std::move(told)](const std::optional<redis::WindowEntry> &entry) {
                               if (!entry)
                                   return told(std::nullopt);
                               Answer answer{.limited = limitedBy(entry->limited), .refused = entry->refused};
                               for (const redis::WindowUse &use : entry->uses)
                                   answer.uses.push_back({.requests = use.requests,
                                                          .tokens = use.tokens,
                                                          .parallel = use.parallel,
                                                          .leftUs = use.leftMs * 1000});
                               told(answer);
                           });
}

void SharedRates::addTokens(const std::vector<limits::RateLine> &lines, std::int64_t tokens)
{
    if (!m_closed)
        m_windows.addTokens(scopesOf(lines), tokens);
}

void SharedRates::leave(const std::vector<limits::RateLine> &lines, const std::string &ticket)
{
    if (!m_closed)
        m_windows.leave(scopesOf(lines), ticket);
}

}   // namespace gw::sharing
