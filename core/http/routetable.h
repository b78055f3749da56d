#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gw::http {

// What a request's method and path lead to.
struct RouteMatch
{
    enum class Outcome { Found, NoSuchPath, WrongMethod };
    Outcome outcome = Outcome::NoSuchPath;
    int id = -1;
    // Captured and percent-decoded, in the order of the pattern.
    std::vector<std::pair<std::string, std::string>> parameters;
    // For WrongMethod: the value of Allow.
    std::string allowed;

    bool found() const { return outcome == Outcome::Found; }
    std::string_view parameter(std::string_view name) const;
};

// Method and path pattern to an id. A pattern's segments are literal, "{name}" (one segment), "{name}:verb"
// (one segment with that suffix) or, as the last one, "{name...}" (the rest, slashes included, not empty). A
// literal wins over a suffix, that over a plain capture, that over a rest; HEAD is served by GET where it has
// no row of its own. Filled first, then read from any thread.
class RouteTable
{
public:
    // A later row for the same method and pattern replaces the earlier one.
    void add(std::string_view method, std::string_view pattern, int id);
    // path: as sent, without query. A trailing slash does not count.
    RouteMatch match(std::string_view method, std::string_view path) const;
    std::size_t size() const { return m_size; }

private:
    using Methods = std::vector<std::pair<std::string, int>>;
    struct Segment
    {
        enum class Kind { Literal, Suffixed, Capture, Rest };
        Kind kind = Kind::Literal;
        std::string text;   // The literal or the suffix.
        std::string name;
        bool operator==(const Segment &) const = default;
    };
    struct Row
    {
        std::vector<Segment> segments;
        Methods methods;
    };
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    static std::vector<Segment> parse(std::string_view pattern);
    static bool captures(const Row &row, const std::vector<std::string_view> &parts, std::string_view path,
                         RouteMatch &match);
    static bool choose(const Methods &methods, std::string_view method, RouteMatch &match);
    static void put(Methods &methods, std::string_view method, int id);

    std::unordered_map<std::string, Methods, Hash, std::equal_to<>> m_literal;
    std::vector<Row> m_rows;   // Those with captures, the most specific first.
    std::size_t m_size = 0;
};

// Decodes %XX; nothing when an escape is malformed or stands for NUL. A plus sign stays one.
std::optional<std::string> percentDecoded(std::string_view text);

}   // namespace gw::http
