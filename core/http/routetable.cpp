#include "core/http/routetable.h"

#include <algorithm>

namespace gw::http {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// The segments of a path without its leading slash.
std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos)
            return parts;
        path.remove_prefix(slash + 1);
    }
}

std::string_view trimmedPath(std::string_view path)
{
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    return path;
}

}   // namespace

std::optional<std::string> percentDecoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0 || (high == 0 && low == 0))
            return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

std::string_view RouteMatch::parameter(std::string_view name) const
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value;
    }
    return {};
}

std::vector<RouteTable::Segment> RouteTable::parse(std::string_view pattern)
{
    std::vector<Segment> segments;
    for (const std::string_view part : split(pattern.substr(1))) {
        Segment segment;
        const std::size_t close = part.find('}');
        if (!part.starts_with('{') || close == std::string_view::npos) {
            segment.text = part;
        } else {
            std::string_view name = part.substr(1, close - 1);
            segment.text = part.substr(close + 1);
            segment.kind = segment.text.empty() ? Segment::Kind::Capture : Segment::Kind::Suffixed;
            if (name.ends_with("...")) {
                name.remove_suffix(3);
                segment.kind = Segment::Kind::Rest;
            }
            segment.name = name;
        }
        segments.push_back(std::move(segment));
    }
    return segments;
}

void RouteTable::put(Methods &methods, std::string_view method, int id)
{
    const auto found = std::ranges::find(methods, method, &Methods::value_type::first);
    if (found != methods.end())
        found->second = id;
    else
        methods.emplace_back(method, id);
}

void RouteTable::add(std::string_view method, std::string_view pattern, int id)
{
    pattern = trimmedPath(pattern);
    ++m_size;
    if (pattern.find('{') == std::string_view::npos) {
        put(m_literal[std::string(pattern)], method, id);
        return;
    }
    std::vector<Segment> segments = parse(pattern);
    const auto same = std::ranges::find(m_rows, segments, &Row::segments);
    if (same != m_rows.end()) {
        put(same->methods, method, id);
        return;
    }
    // Segment by segment the more specific kind comes first; a stable place among equals.
    const auto before = [](const Row &a, const Row &b) {
        return std::ranges::lexicographical_compare(a.segments, b.segments, {}, &Segment::kind,
                                                    &Segment::kind);
    };
    Row row{std::move(segments), {{std::string(method), id}}};
    m_rows.insert(std::upper_bound(m_rows.begin(), m_rows.end(), row, before), std::move(row));
}

bool RouteTable::choose(const Methods &methods, std::string_view method, RouteMatch &match)
{
    const auto find = [&](std::string_view name) {
        return std::ranges::find(methods, name, &Methods::value_type::first);
    };
    auto found = find(method);
    if (found == methods.end() && method == "HEAD")
        found = find("GET");
    if (found != methods.end()) {
        match.outcome = RouteMatch::Outcome::Found;
        match.id = found->second;
        match.allowed.clear();
        return true;
    }
    match.outcome = RouteMatch::Outcome::WrongMethod;
    for (const auto &[name, id] : methods) {
        if (match.allowed.find(name) == std::string::npos)
            match.allowed.append(match.allowed.empty() ? "" : ", ").append(name);
    }
    return false;
}

bool RouteTable::captures(const Row &row, const std::vector<std::string_view> &parts, std::string_view path,
                          RouteMatch &match)
{
    const bool rest = row.segments.back().kind == Segment::Kind::Rest;
    if (rest ? parts.size() < row.segments.size() : parts.size() != row.segments.size())
        return false;
    match.parameters.clear();
    for (std::size_t i = 0; i < row.segments.size(); ++i) {
        const Segment &segment = row.segments[i];
        std::string_view part = parts[i];
        switch (segment.kind) {
        case Segment::Kind::Literal:
            if (part != segment.text)
                return false;
            continue;
        case Segment::Kind::Suffixed:
            if (!part.ends_with(segment.text))
                return false;
            part.remove_suffix(segment.text.size());
            break;
        case Segment::Kind::Capture:
            break;
        case Segment::Kind::Rest:
            part = path.substr(static_cast<std::size_t>(part.data() - path.data()));
            break;
        }
        std::optional<std::string> value = percentDecoded(part);
        if (part.empty() || !value)
            return false;
        match.parameters.emplace_back(segment.name, std::move(*value));
    }
    return true;
}

RouteMatch RouteTable::match(std::string_view method, std::string_view path) const
{
    RouteMatch match;
    if (!path.starts_with('/'))
        return match;
    const std::string_view trimmed = trimmedPath(path);
    if (const auto literal = m_literal.find(trimmed); literal != m_literal.end()) {
        if (choose(literal->second, method, match))
            return match;
    }
    const std::vector<std::string_view> parts = split(trimmed.substr(1));
    for (const Row &row : m_rows) {
        RouteMatch tried;
        if (!captures(row, parts, trimmed, tried))
            continue;
        tried.allowed = match.allowed;
        if (choose(row.methods, method, tried))
            return tried;
        match.outcome = tried.outcome;
        match.allowed = tried.allowed;
    }
    return match;
}

}   // namespace gw::http
