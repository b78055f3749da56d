#include "core/lossless/formats.h"

#include <charconv>

namespace gw::lossless {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80U;
}

class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    ReadText read()
    {
        ReadText out;
        if (!isUtf8(m_text)) {
            out.problem = problemAt(m_text, 0, "this is not a text in UTF-8");
            return out;
        }
        out.root.kind = Node::Kind::Map;
        out.root.begin = out.root.end = kNowhere;
        if (!blanks())
            return failed();
        if (m_at == m_text.size())
            return out;
        out.root = Node();
        if (!value(out.root, 0) || !blanks())
            return failed();
        if (m_at < m_text.size()) {
            fail("there is something behind the end");
            return failed();
        }
        return out;
    }

private:
    ReadText failed() const { return {{}, m_problem}; }
    bool fail(const char *message)
    {
        if (!m_problem)
            m_problem = problemAt(m_text, m_at, message);
        return false;
    }
    char now() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool blanks()
    {
        const std::size_t to = skipJsonBlanks(m_text, m_at);
        if (to == kNowhere) {
            m_at = m_text.find("/*", m_at);
            return fail("this comment has no end");
        }
        m_at = to;
        return true;
    }

    bool value(Node &node, int depth)
    {
        if (depth > kMaxDepth)
            return fail("values are nested too deeply");
        node.begin = m_at;
        bool good = false;
        if (now() == '{' || now() == '[')
            good = members(node, depth);
        else if (now() == '"' || now() == '\'') {
            node.kind = Node::Kind::String;
            good = string(node.text);
        } else {
            good = word(node);
        }
        node.end = m_at;
        return good;
    }

    bool members(Node &node, int depth)
    {
        const bool map = now() == '{';
        const char close = map ? '}' : ']';
        node.kind = map ? Node::Kind::Map : Node::Kind::List;
        ++m_at;
        for (;;) {
            if (!blanks())
                return false;
            if (now() == close) {
                ++m_at;
                return true;
            }
            if (!node.places.empty() && node.places.back().comma == kNowhere)
                return fail(map ? "',' or '}' is missing" : "',' or ']' is missing");
            Node::Place place{m_at};
            if (map) {
                node.keys.emplace_back();
                if (!key(node.keys.back()) || !blanks())
                    return false;
                if (now() != ':')
                    return fail("':' is missing");
                ++m_at;
                if (!blanks())
                    return false;
            }
            node.items.emplace_back();
            if (!value(node.items.back(), depth + 1) || !blanks())
                return false;
            if (now() == ',')
                place.comma = m_at++;
            node.places.push_back(place);
        }
    }

    bool key(std::string &out)
    {
        if (now() == '"' || now() == '\'')
            return string(out);
        const std::size_t from = m_at;
        while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
            ++m_at;
        out = m_text.substr(from, m_at - from);
        return !out.empty() || fail("a name is missing");
    }

    bool word(Node &node)
    {
        const std::size_t from = m_at;
        while (m_at < m_text.size() &&
               (isNameCharacter(m_text[m_at]) || now() == '+' || now() == '-' || now() == '.'))
            ++m_at;
        node.text = m_text.substr(from, m_at - from);
        if (node.text == "null")
            node.kind = Node::Kind::Null;
        else if (node.text == "true" || node.text == "false")
            node.kind = Node::Kind::Bool;
        else if (isNumber(node.text))
            node.kind = Node::Kind::Number;
        else {
            m_at = from;
            return fail("this is no value");
        }
        return true;
    }

    static bool isNumber(std::string_view text)
    {
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (text == "Infinity" || text == "NaN")
            return true;
        if (text.starts_with("0x") || text.starts_with("0X"))
            return text.size() > 2 &&
                   text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
        const char *end = text.data() + text.size();
        double number = 0;
        std::string whole(text);
        if (whole.ends_with('.'))
            whole += '0';   // JSON5's "5."
        if (whole.empty() || whole.front() == '+' || whole.front() == '-' || whole.starts_with("in") ||
            whole.starts_with("na"))
            return false;
        end = whole.data() + whole.size();
        const auto [stop, fault] = std::from_chars(whole.data(), end, number);
        return stop == end && (fault == std::errc() || fault == std::errc::result_out_of_range);
    }

    bool hex(int digits, std::uint32_t &out)
    {
        out = 0;
        const char *from = m_text.data() + m_at;
        if (m_at + static_cast<std::size_t>(digits) > m_text.size() ||
            std::from_chars(from, from + digits, out, 16).ptr != from + digits)
            return fail("an escape is not whole");
        m_at += static_cast<std::size_t>(digits);
        return true;
    }

    bool unicode(std::string &out)
    {
        std::uint32_t code = 0;
        if (!hex(4, code))
            return false;
        if (code >= 0xD800U && code < 0xDC00U && m_text.substr(m_at).starts_with("\\u")) {
            const std::size_t back = m_at;
            std::uint32_t low = 0;
            m_at += 2;
            if (!hex(4, low))
                return false;
            if (low >= 0xDC00U && low < 0xE000U)
                code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
            else
                m_at = back;
        }
        appendUtf8(out, code);
        return true;
    }

    bool escape(std::string &out)
    {
        if (m_at >= m_text.size())
            return fail("a text has no end");
        const char c = m_text[m_at++];
        std::uint32_t code = 0;
        switch (c) {
        case 'n':
            out += '\n';
            return true;
        case 't':
            out += '\t';
            return true;
        case 'r':
            out += '\r';
            return true;
        case 'b':
            out += '\b';
            return true;
        case 'f':
            out += '\f';
            return true;
        case 'v':
            out += '\v';
            return true;
        case '0':
            out += '\0';
            return true;
        case 'u':
            return unicode(out);
        case 'x':
            if (!hex(2, code))
                return false;
            appendUtf8(out, code);
            return true;
        case '\r':
            if (now() == '\n')
                ++m_at;
            return true;
        case '\n':   // A line that goes on.
            return true;
        default:
            out += c;
            return true;
        }
    }

    bool string(std::string &out)
    {
        const char quote = m_text[m_at++];
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            const char c = m_text[m_at];
            if (c == '\n')
                return fail("a text has no end");
            ++m_at;
            if (c == '\\') {
                if (!escape(out))
                    return false;
            } else {
                out += c;
            }
        }
        if (m_at >= m_text.size())
            return fail("a text has no end");
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::optional<Problem> m_problem;
};

}   // namespace

std::size_t skipJsonBlanks(std::string_view text, std::size_t offset)
{
    while (offset < text.size()) {
        if (isBlank(text[offset])) {
            ++offset;
        } else if (text.substr(offset).starts_with("//")) {
            offset = std::min(text.find('\n', offset), text.size());
        } else if (text.substr(offset).starts_with("/*")) {
            const std::size_t end = text.find("*/", offset + 2);
            if (end == std::string_view::npos)
                return kNowhere;
            offset = end + 2;
        } else {
            return offset;
        }
    }
    return offset;
}

ReadText readJson(std::string_view text)
{
    return Reader(text).read();
}

}   // namespace gw::lossless
