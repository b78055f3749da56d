#include "core/config/dotenv.h"

#include "core/config/atomicfile.h"

#include <algorithm>

namespace gw::config {

namespace {

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

char unescaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    default:
        return c;
    }
}

class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {}

    Variables scan()
    {
        Variables out;
        while (m_at < m_text.size()) {
            skipBlanks();
            if (m_text.substr(m_at).starts_with("export ")) {
                m_at += std::string_view("export ").size();
                skipBlanks();
            }
            const std::size_t from = m_at;
            while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
                ++m_at;
            const std::string name(m_text.substr(from, m_at - from));
            skipBlanks();
            if (!name.empty() && m_at < m_text.size() && m_text[m_at] == '=') {
                ++m_at;
                out.emplace_back(name, value());
            }
            skipLine();
        }
        return out;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
    }
    void skipLine()
    {
        const std::size_t end = m_text.find('\n', m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end + 1;
    }
    std::string value()
    {
        skipBlanks();
        if (m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\''))
            return quoted();
        const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        std::string_view text = m_text.substr(m_at, end - m_at);
        m_at = end;
        // A '#' after a blank begins a comment; "a#b" is a value.
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t'))
                text = text.substr(0, i);
        }
        const std::size_t last = text.find_last_not_of(" \t\r");
        return std::string(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
    }
    std::string quoted()
    {
        const char quote = m_text[m_at++];
        std::string out;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (quote == '"' && m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                out += unescaped(m_text[++m_at]);
            else
                out += m_text[m_at];
            ++m_at;
        }
        return out;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}   // namespace

Variables parseDotEnv(std::string_view text)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    return Scanner(text).scan();
}

Variables loadDotEnv(const std::string &folder, const EnvironmentReader &environment)
{
    if (environment && environment("LITELLM_MODE").value_or("") == "PRODUCTION")
        return {};
    const auto text = readFile(folder + "/.env");
    if (!text.ok())
        return {};
    Variables out = parseDotEnv(text.value());
    std::erase_if(out,
                  [&](const auto &entry) { return environment && environment(entry.first).has_value(); });
    return out;
}

}   // namespace gw::config
