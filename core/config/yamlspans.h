#pragma once

#include "core/config/schema.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::config {

// A value of a YAML or JSON text with the bytes it takes up, for changing it where it stands. Unlike Node,
// aliases, merges ("<<") and keys written twice are left as they are written. Positions are byte offsets.
struct Span
{
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Map, Alias };
    enum class Style : std::uint8_t { None, Plain, Single, Double, Literal, Folded, Block, Flow };

    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

    Kind kind = Kind::Null;
    Style style = Style::None;
    bool anchored = false;
    bool tagged = false;
    bool bare = false;              // Map of one pair without brackets, in a list: [a: b].
    std::string text;               // Of a scalar, unescaped; of an alias, its name.
    std::string anchor;             // Its own, without '&'.
    std::size_t lead = 0;           // Just after the ':' or '-' before it; else where it begins.
    std::size_t dash = kNowhere;    // Of a member of a block sequence: its '-'.
    std::size_t comma = kNowhere;   // Of a member of a flow collection: the ',' after it.
    std::size_t begin = 0;          // With anchor and tag.
    std::size_t content = 0;        // Without.
    std::size_t end = 0;            // Behind the last character; no line end, no comment.
    std::vector<Span> keys;         // Of a map; parallel to items.
    std::vector<Span> items;

    bool isScalar() const noexcept { return kind == Kind::Scalar; }
    bool isMap() const noexcept { return kind == Kind::Map; }
    bool isSequence() const noexcept { return kind == Kind::Sequence; }
    bool isFlow() const noexcept { return style == Style::Flow; }
    bool isBlockText() const noexcept { return style == Style::Literal || style == Style::Folded; }
    bool isMergeKey() const noexcept { return kind == Kind::Scalar && style == Style::Plain && text == "<<"; }
};

struct SpanText
{
    Span root;   // Null for an empty text.
    std::optional<Diagnostic> problem;
};

// text is without byte-order mark. A problem is what parseYaml() finds too, or a form that this reader
// cannot place exactly ("? " keys, bytes that are no UTF-8). Never throws.
SpanText readSpans(std::string_view text, const std::string &fileName);

// Line and column, in characters, of a byte offset.
Location locationAt(std::string_view text, std::size_t offset, const std::string &fileName);

// The line that offset is on: where it begins and where its text ends, without line end.
std::size_t lineBegin(std::string_view text, std::size_t offset);
std::size_t lineEnd(std::string_view text, std::size_t offset);
// Behind white space, line ends and comments.
std::size_t skipBlanks(std::string_view text, std::size_t offset);

}   // namespace gw::config
