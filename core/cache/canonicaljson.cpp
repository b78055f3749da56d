#include "core/cache/canonicaljson.h"

#include <algorithm>
#include <utility>

namespace gw::cache {

namespace {

constexpr int kMaxDepth = 128;

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Of numbers, true, false and null.
constexpr bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+' || c == 'E';
}

}   // namespace

void CanonicalJson::skipSpace()
{
    while (m_at < m_text.size() && isSpace(m_text[m_at]))
        ++m_at;
}

// Goes past c when it is next, behind white space.
bool CanonicalJson::take(char c)
{
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

bool CanonicalJson::value(int depth)
{
    skipSpace();
    if (m_at >= m_text.size() || depth > kMaxDepth)
        return false;
    switch (m_text[m_at]) {
    case '{':
        return object(depth);
    case '[':
        return array(depth);
    case '"': {
        std::string_view raw;
        if (!string(raw))
            return false;
        *m_out += raw;
        return true;
    }
    default:
        break;
    }
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isPlain(m_text[m_at]))
        ++m_at;
    *m_out += m_text.substr(begin, m_at - begin);
    return m_at > begin;
}

// With its quotes, as it is written.
bool CanonicalJson::string(std::string_view &raw)
{
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != '"')
        return false;
    // The quote that no odd number of backslashes stands before. Looking for one character is many times
    // faster than for one of two.
    std::size_t at = m_at;
    std::size_t slashes = 0;
    do {
        at = m_text.find('"', at + 1);
        if (at == std::string_view::npos)
            return false;
        for (slashes = 0; m_text[at - 1 - slashes] == '\\';)
            ++slashes;
    } while (slashes % 2 == 1);
    raw = m_text.substr(m_at, at + 1 - m_at);
    m_at = at + 1;
    return true;
}

// Writes members where they belong as long as they come in order; sorts those of an object that do not.
bool CanonicalJson::object(int depth)
{
    ++m_at;
    *m_out += '{';
    const std::size_t first = m_members.size();
    const std::size_t begin = m_out->size();
    bool sorted = true;
    if (!take('}')) {
        do {
            Member member{.name = {}, .begin = m_out->size()};
            if (!string(member.name) || !take(':'))
                return false;
            *m_out += member.name;
            *m_out += ':';
            if (!value(depth + 1))
                return false;
            member.end = m_out->size();
            *m_out += ',';
            sorted = sorted && (m_members.size() == first || m_members.back().name <= member.name);
            m_members.push_back(member);
        } while (take(','));
        if (!take('}'))
            return false;
        m_out->pop_back();
    }
    if (!sorted)
        sortMembers(first, begin);
    m_members.resize(first);
    *m_out += '}';
    return true;
}

// Those from first on, which are written from begin on; equal names stay in their order.
void CanonicalJson::sortMembers(std::size_t first, std::size_t begin)
{
    m_unsorted.assign(*m_out, begin);
    const auto from = m_members.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(from, m_members.end(), [](const Member &a, const Member &b) {
        return a.name != b.name ? a.name < b.name : a.begin < b.begin;
    });
    m_out->resize(begin);
    for (auto member = from; member != m_members.end(); ++member) {
        if (member != from)
            *m_out += ',';
        m_out->append(m_unsorted, member->begin - begin, member->end - member->begin);
    }
}

bool CanonicalJson::array(int depth)
{
    ++m_at;
    *m_out += '[';
    if (!take(']')) {
        bool more = false;
        do {
            if (std::exchange(more, true))
                *m_out += ',';
            if (!value(depth + 1))
                return false;
        } while (take(','));
        if (!take(']'))
            return false;
    }
    *m_out += ']';
    return true;
}

bool CanonicalJson::append(std::string_view text, std::string &out)
{
    m_text = text;
    m_at = 0;
    m_out = &out;
    m_members.clear();
    if (!value(0))
        return false;
    skipSpace();
    return m_at == m_text.size();
}

}   // namespace gw::cache
