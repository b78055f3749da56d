#pragma once

#include "core/lossless/lossless.h"

#include <utility>

namespace gw::lossless {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
inline constexpr int kMaxDepth = 100;
inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// A value of a file with the bytes it takes up.
struct Node
{
    enum class Kind : std::uint8_t { Null, Bool, Number, String, Other, List, Map };

    // Of a member: where it is written.
    struct Place
    {
        std::size_t begin = 0;          // Of its key; in lists, of its value.
        std::size_t comma = kNowhere;   // The ',' behind it.
    };

    Kind kind = Kind::Null;
    std::string text = {};   // Of a string, unescaped; of other scalars as they are written.
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::string> keys = {};   // Of a map; parallel to items.
    std::vector<Node> items = {};
    std::vector<Place> places = {};   // Parallel to items, where the format has them.

    bool isMap() const noexcept { return kind == Kind::Map; }
    bool isList() const noexcept { return kind == Kind::List; }
    // Of a map: the last of that name; -1 when there is none.
    int indexOf(std::string_view key) const;
    // The member that a step leads to; -1 when there is none.
    int indexOf(const Step &step) const;
    int count(std::string_view key) const;
};

struct ReadText
{
    Node root;   // An empty map for an empty text.
    std::optional<Problem> problem;
};

// Equal values; where they stand and the order of keys do not count, but that of values of one key does.
bool sameValue(const Node &a, const Node &b);
json::Value toJson(const Node &node);
Node fromJson(const json::Value &value);

// How far a path leads.
struct Reached
{
    const Node *node = nullptr;
    const Node *parent = nullptr;
    std::size_t index = 0;   // Of node in parent.
    std::size_t depth = 0;
    bool twice = false;   // A key on the way is written more than once.
};
Reached reach(const Node &root, const Path &path);

// What is to be read once the edit is done; false when its path goes through a scalar or the wrong container.
bool applyTo(Node &root, const Edit &edit);
// The value wrapped into what the steps name.
json::Value wrapped(std::span<const Step> steps, const json::Value &value);
// value as a member of that step: a map that lacks the step's own key gets it.
json::Value memberValue(const Step &step, const json::Value &value);

Problem problemAt(std::string_view text, std::size_t offset, std::string message);
// "\r\n" when the first line ends so.
std::string_view lineEndOf(std::string_view text);
std::size_t lineBegin(std::string_view text, std::size_t offset);
// Where the text of the line ends, before its line end.
std::size_t lineEnd(std::string_view text, std::size_t offset);
// Nothing but blanks stands before it on its line.
bool beginsLine(std::string_view text, std::size_t offset);
void appendUtf8(std::string &out, std::uint32_t code);
bool isUtf8(std::string_view text);

}   // namespace gw::lossless
