#include "core/cache/canonicaljson.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace gw::cache {

namespace {

constexpr int kMaxDepth = 128;

class Canonicalizer
{
public:
    explicit Canonicalizer(std::string_view text)
        : m_text(text)
    {}

    bool whole(std::string &out)
    {
        if (!value(out, 0))
            return false;
        skipSpace();
        return m_at == m_text.size();
    }

private:
    void skipSpace() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }
    // Past c when it is next, behind white space.
    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool value(std::string &out, int depth)
    {
        skipSpace();
        if (m_at >= m_text.size() || depth > kMaxDepth)
            return false;
        if (m_text[m_at] == '{')
            return object(out, depth);
        if (m_text[m_at] == '[')
            return array(out, depth);
        if (m_text[m_at] == '"') {
            std::string_view raw;
            if (!string(raw))
                return false;
            out += raw;
            return true;
        }
        const std::size_t end = std::min(
            m_text.find_first_not_of("+-.0123456789Eabcdefghijklmnopqrstuvwxyz", m_at), m_text.size());
        if (end == m_at)
            return false;
        out += m_text.substr(m_at, end - m_at);
        m_at = end;
        return true;
    }

    // With its quotes, as it is written.
    bool string(std::string_view &raw)
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

    bool object(std::string &out, int depth)
    {
        ++m_at;
        std::vector<std::pair<std::string_view, std::string>> members;
        if (!take('}')) {
            do {
                auto &[name, text] = members.emplace_back();
                if (!string(name) || !take(':') || !value(text, depth + 1))
                    return false;
            } while (take(','));
            if (!take('}'))
                return false;
        }
        std::ranges::stable_sort(members, {}, [](const auto &member) { return member.first; });
        out += '{';
        bool more = false;
        for (const auto &[name, text] : members) {
            if (std::exchange(more, true))
                out += ',';
            out += name;
            out += ':';
            out += text;
        }
        out += '}';
        return true;
    }

    bool array(std::string &out, int depth)
    {
        ++m_at;
        out += '[';
        if (!take(']')) {
            bool more = false;
            do {
                if (std::exchange(more, true))
                    out += ',';
                if (!value(out, depth + 1))
                    return false;
            } while (take(','));
            if (!take(']'))
                return false;
        }
        out += ']';
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}   // namespace

bool appendCanonical(std::string_view text, std::string &out)
{
    return Canonicalizer(text).whole(out);
}

}   // namespace gw::cache
