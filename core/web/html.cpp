#include "core/web/html.h"

namespace gw::web {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes the UTF-8 character at i has; 0: it is none (RFC 3629).
std::size_t characterAt(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(i);
    const std::size_t size = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
    if (size == 0 || i + size > text.size())
        return 0;
    for (std::size_t at = i + 1; at < i + size; ++at) {
        if ((byte(at) & 0xC0) != 0x80)
            return 0;
    }
    // Overlong forms, surrogates, and what is beyond Unicode.
    const unsigned char second = size > 2 ? byte(i + 1) : 0x80;
    const bool bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90);
    return bad ? 0 : size;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

}   // namespace

Html escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t size = characterAt(text, i);
        const char c = text[i];
        if (size == 0 || isControl(c))
            out += kReplacement;
        else if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += text.substr(i, size);
        i += size == 0 ? 1 : size;
    }
    return Html(std::move(out));
}

Html Filling::fill(std::string_view text, std::span<const Slot> slots)
{
    std::string out;
    for (const Slot &slot : slots) {
        const std::size_t at = text.find("{}");
        out += text.substr(0, at);
        out += slot.text();
        text.remove_prefix(at + 2);
    }
    out += text;
    return Html(std::move(out));
}

}   // namespace gw::web
