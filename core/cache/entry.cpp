#include "core/cache/entry.h"

#include <charconv>

namespace gw::cache {

namespace {

constexpr std::string_view kMark = "portico-answer-1\n";

void put(std::string &out, std::string_view text)
{
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

bool take(std::string_view &rest, std::string_view &out)
{
    std::size_t size = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    if (code != std::errc() || end == rest.data() + rest.size() || *end != ':')
        return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    if (size > rest.size())
        return false;
    out = rest.substr(0, size);
    rest.remove_prefix(size);
    return true;
}

bool take(std::string_view &rest, std::string &out)
{
    std::string_view text;
    if (!take(rest, text))
        return false;
    out = text;
    return true;
}

bool take(std::string_view &rest, std::int64_t &out)
{
    std::string_view text;
    if (!take(rest, text))
        return false;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
    return code == std::errc() && end == text.data() + text.size();
}

}   // namespace

std::string encodeEntry(const Entry &entry)
{
    std::string out(kMark);
    out.reserve(entry.bytes.size() + 256);
    for (const std::string *text :
         {&entry.deploymentId, &entry.adapter, &entry.upstreamModel, &entry.contentType})
        put(out, *text);
    put(out, std::to_string(entry.storedMs));
    put(out, std::to_string(entry.expiresMs));
    put(out, entry.bytes);
    return out;
}

std::optional<Entry> decodeEntry(std::string_view text)
{
    if (!text.starts_with(kMark))
        return std::nullopt;
    text.remove_prefix(kMark.size());
    Entry out;
    const bool read = take(text, out.deploymentId) && take(text, out.adapter) &&
                      take(text, out.upstreamModel) && take(text, out.contentType) &&
                      take(text, out.storedMs) && take(text, out.expiresMs) && take(text, out.bytes);
    return read && text.empty() ? std::optional(std::move(out)) : std::nullopt;
}

}   // namespace gw::cache
