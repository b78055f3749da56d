#include "core/lossless/tomlread.h"

#include "core/lossless/formats.h"

#include <algorithm>
#include <charconv>

namespace gw::lossless {

namespace {

using Key = std::vector<std::string>;

bool isBareCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

Node emptyTable()
{
    Node node;
    node.kind = Node::Kind::Map;
    node.begin = node.end = kNowhere;
    return node;
}

class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
        m_out.root = emptyTable();
    }

    TomlText scan()
    {
        if (!isUtf8(m_text)) {
            m_out.problem = problemAt(m_text, 0, "this is not a text in UTF-8");
            return std::move(m_out);
        }
        while (!m_out.problem && m_at < m_text.size())
            line();
        if (m_out.problem)
            m_out.root = {};
        return std::move(m_out);
    }

private:
    bool fail(std::string message)
    {
        if (!m_out.problem)
            m_out.problem = problemAt(m_text, m_at, std::move(message));
        return false;
    }
    char now() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool at(std::string_view text) const { return m_text.substr(m_at).starts_with(text); }
    void blanks()
    {
        while (now() == ' ' || now() == '\t')
            ++m_at;
    }
    // Blanks, line ends and comments, as they may stand in a list.
    void gaps()
    {
        for (;;) {
            blanks();
            if (now() == '#')
                m_at = lineEnd(m_text, m_at);
            if (now() != '\n' && !at("\r\n"))
                return;
            m_at += now() == '\n' ? 1 : 2;
        }
    }
    // What may follow a statement.
    bool endOfLine()
    {
        blanks();
        if (now() == '#')
            m_at = lineEnd(m_text, m_at);
        if (m_at < m_text.size() && now() != '\n' && !at("\r\n"))
            return fail("there is something behind the value");
        if (m_at < m_text.size())
            m_at += now() == '\n' ? 1 : 2;
        return true;
    }

    void line()
    {
        TomlStatement statement;
        statement.begin = m_at;
        blanks();
        if (now() == '#' || now() == '\n' || at("\r\n") || m_at == m_text.size()) {
            endOfLine();
            return;
        }
        const bool good = now() == '[' ? header(statement) : assignment(statement);
        if (!good || !endOfLine())
            return;
        statement.next = m_at;
        m_out.statements.push_back(std::move(statement));
    }

    bool header(TomlStatement &statement)
    {
        const bool list = at("[[");
        m_at += list ? 2 : 1;
        if (!key(statement.table))
            return false;
        if (!at(list ? "]]" : "]"))
            return fail("']' is missing");
        m_at += list ? 2 : 1;
        statement.kind = list ? TomlStatement::Kind::ListHeader : TomlStatement::Kind::Header;
        m_table = statement.table;
        m_inList = list;
        Node *table = &m_out.root;
        for (std::size_t i = 0; i < m_table.size(); ++i)
            if (!(table = step(*table, m_table[i], list && i + 1 == m_table.size())))
                return false;
        statement.inList = m_inList;
        return true;
    }

    // The table of that name in a table, made where it is not there.
    Node *step(Node &table, const std::string &name, bool newMember)
    {
        int at = table.indexOf(name);
        if (at < 0) {
            table.keys.push_back(name);
            table.items.push_back(emptyTable());
            if (newMember)
                table.items.back().kind = Node::Kind::List;
            at = static_cast<int>(table.items.size()) - 1;
        }
        Node *found = &table.items[static_cast<std::size_t>(at)];
        if (found->begin != kNowhere || newMember != (found->isList() && newMember)) {
            fail("'" + name + "' has a value already");
            return nullptr;
        }
        if (newMember)
            found->items.push_back(emptyTable());
        if (found->isList()) {
            m_inList = true;
            found = &found->items.back();
        }
        return found;
    }

    bool assignment(TomlStatement &statement)
    {
        if (!key(statement.key))
            return false;
        if (now() != '=')
            return fail("'=' is missing");
        ++m_at;
        blanks();
        statement.table = m_table;
        statement.inList = m_inList;
        const bool inList = m_inList;
        Node *table = &m_out.root;
        Key path = m_table;
        path.insert(path.end(), statement.key.begin(), statement.key.end() - 1);
        for (const std::string &name : path) {
            if (!(table = step(*table, name, false)))
                return false;
        }
        m_inList = inList;
        if (table->indexOf(statement.key.back()) >= 0)
            return fail("'" + statement.key.back() + "' is written twice");
        Node node;
        if (!value(node, 0))
            return false;
        table->keys.push_back(statement.key.back());
        table->items.push_back(std::move(node));
        return true;
    }

    // With the blanks behind it.
    bool key(Key &out)
    {
        for (;;) {
            blanks();
            out.emplace_back();
            if (now() == '"' || now() == '\'') {
                if (at("\"\"\"") || at("'''") || !string(out.back()))
                    return fail("a name is missing");
            } else {
                while (isBareCharacter(now()))
                    out.back() += m_text[m_at++];
                if (out.back().empty())
                    return fail("a name is missing");
            }
            blanks();
            if (out.size() > static_cast<std::size_t>(kMaxDepth))
                return fail("values are nested too deeply");
            if (now() != '.')
                return true;
            ++m_at;
        }
    }

    bool value(Node &node, int depth)
    {
        if (depth > kMaxDepth)
            return fail("values are nested too deeply");
        node.begin = m_at;
        bool good = false;
        if (now() == '"' || now() == '\'') {
            node.kind = Node::Kind::String;
            good = string(node.text);
        } else if (now() == '[') {
            good = list(node, depth);
        } else if (now() == '{') {
            good = inlineTable(node, depth);
        } else {
            good = word(node);
        }
        node.end = m_at;
        return good;
    }

    bool list(Node &node, int depth)
    {
        node.kind = Node::Kind::List;
        ++m_at;
        for (;;) {
            gaps();
            if (now() == ']') {
                ++m_at;
                return true;
            }
            if (!node.places.empty() && node.places.back().comma == kNowhere)
                return fail("',' or ']' is missing");
            Node::Place place{m_at};
            node.items.emplace_back();
            if (!value(node.items.back(), depth + 1))
                return false;
            gaps();
            if (now() == ',')
                place.comma = m_at++;
            node.places.push_back(place);
        }
    }

    bool inlineTable(Node &node, int depth)
    {
        node.kind = Node::Kind::Map;
        ++m_at;
        for (;;) {
            blanks();
            if (now() == '}') {
                ++m_at;
                return true;
            }
            if (!node.places.empty() && node.places.back().comma == kNowhere)
                return fail("',' or '}' is missing");
            Node::Place place{m_at};
            Key name;
            if (!key(name))
                return false;
            if (now() != '=')
                return fail("'=' is missing");
            ++m_at;
            blanks();
            Node item;
            if (!value(item, depth + 1))
                return false;
            // Dotted names are kept as one here: nothing of ours is changed below them.
            std::string whole = name.front();
            for (std::size_t i = 1; i < name.size(); ++i)
                whole += '\0' + name[i];
            if (node.indexOf(whole) >= 0)
                return fail("'" + name.back() + "' is written twice");
            node.keys.push_back(std::move(whole));
            node.items.push_back(std::move(item));
            blanks();
            if (now() == ',')
                place.comma = m_at++;
            node.places.push_back(place);
        }
    }

    bool word(Node &node)
    {
        const std::size_t from = m_at;
        constexpr std::string_view kMore = "+-_.:";
        while (isBareCharacter(now()) || (now() != '\0' && kMore.find(now()) != std::string_view::npos))
            ++m_at;
        const std::string_view date = m_text.substr(from, m_at - from);
        constexpr std::size_t kDate = 10;   // 1979-05-27
        if (date.size() == kDate && date[4] == '-' && now() == ' ' && m_at + 1 < m_text.size() &&
            isDigit(m_text[m_at + 1])) {
            ++m_at;
            while (isBareCharacter(now()) || (now() != '\0' && kMore.find(now()) != std::string_view::npos))
                ++m_at;
        }
        node.text = m_text.substr(from, m_at - from);
        if (node.text == "true" || node.text == "false") {
            node.kind = Node::Kind::Bool;
            return true;
        }
        const std::size_t digit = node.text.find_first_of("0123456789");
        const bool number = digit == 0 || (digit == 1 && (node.text[0] == '+' || node.text[0] == '-'));
        const bool named = node.text.ends_with("inf") || node.text.ends_with("nan");
        if (!number && !(named && node.text.size() <= 4)) {
            m_at = from;
            return fail("this is no value");
        }
        node.kind = node.text.find(':') != std::string::npos || node.text.find('-', 1) == 4
                        ? Node::Kind::Other
                        : Node::Kind::Number;
        return true;
    }

    bool escape(std::string &out)
    {
        const char c = now();
        ++m_at;
        constexpr std::string_view kLetters = "btnfre\"\\";
        constexpr std::string_view kMeanings = "\b\t\n\f\r\x1b\"\\";
        const std::size_t at = kLetters.find(c);
        if (at != std::string_view::npos) {
            out += kMeanings[at];
            return true;
        }
        const int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
        std::uint32_t code = 0;
        const char *from = m_text.data() + m_at;
        if (digits == 0 || m_at + static_cast<std::size_t>(digits) > m_text.size() ||
            std::from_chars(from, from + digits, code, 16).ptr != from + digits)
            return fail("this escape is not known");
        m_at += static_cast<std::size_t>(digits);
        appendUtf8(out, code);
        return true;
    }

    bool string(std::string &out)
    {
        const char quote = now();
        const std::string three(3, quote);
        if (at(three))
            return longString(out, quote, three);
        ++m_at;
        while (m_at < m_text.size() && now() != quote) {
            if (now() == '\n')
                return fail("a text has no end");
            const char c = m_text[m_at++];
            if (c == '\\' && quote == '"') {
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

    bool longString(std::string &out, char quote, const std::string &three)
    {
        m_at += three.size();
        if (now() == '\n' || at("\r\n"))
            m_at += now() == '\n' ? 1 : 2;
        while (m_at < m_text.size() && !at(three)) {
            const char c = m_text[m_at++];
            if (c != '\\' || quote != '"') {
                out += c;
                continue;
            }
            // A line that goes on: what follows is not looked at until something else comes.
            const std::size_t end = m_text.find_first_not_of(" \t\r", m_at);
            if (end != std::string_view::npos && m_text[end] == '\n')
                m_at = std::min(m_text.find_first_not_of(" \t\r\n", end), m_text.size());
            else if (!escape(out))
                return false;
        }
        if (m_at >= m_text.size())
            return fail("a text has no end");
        m_at += three.size();
        // Up to two quotes may stand before the three that end it.
        for (int i = 0; i < 2 && now() == quote; ++i, ++m_at)
            out += quote;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Key m_table;
    bool m_inList = false;
    TomlText m_out;
};

}   // namespace

TomlText scanToml(std::string_view text)
{
    return Scanner(text).scan();
}

ReadText readToml(std::string_view text)
{
    TomlText scanned = scanToml(text);
    return {std::move(scanned.root), std::move(scanned.problem)};
}

}   // namespace gw::lossless
