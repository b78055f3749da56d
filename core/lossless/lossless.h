#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Changes named values in files of other programs where they stand: comments, order, line ends, byte-order
// mark, indentation and every byte outside the change stay. Each change is read back, and unless exactly the
// intended value is new, nothing is done. Any thread.
namespace gw::lossless {

enum class Format : std::uint8_t {
    Json,     // And JSON with comments, and JSON5 (https://spec.json5.org).
    Toml,     // 1.0 (https://toml.io/en/v1.0.0)
    Yaml,     // As config::applyEdits() does it.
    DotEnv,   // NAME=value lines; of two of one name the last counts.
    Shell,    // A file for sh: "export NAME='value'" lines between two markers; the rest is not looked at.
};

// A key of a map; with is, the member of a list whose value of that key is this text.
struct Step
{
    std::string key;
    std::string is = {};

    bool ofList() const noexcept { return !is.empty(); }
    bool operator==(const Step &) const = default;
};
using Path = std::vector<Step>;

// "models[name=Portico].apiBase"
std::string toText(const Path &path);

// Line and column, in characters, count from 1. Never the content of a value.
struct Problem
{
    int line = 0;
    int column = 0;
    std::string message;
};
// "line 3, column 4: ..."
std::string toText(const Problem &problem);

struct Edit
{
    Path path;
    // Made with all it stands in when it is not there; nothing: removed, and where it is not, no change. A
    // member of a list that is not there goes to its end.
    std::optional<json::Value> value;
    std::string raw = {};   // The same as it is to be written, from Found; empty: as the file is written.
};

// Exactly one of text and problem is to be used.
struct Outcome
{
    std::string text;
    std::optional<Problem> problem;

    bool ok() const noexcept { return !problem; }
};

// All edits in turn, or none.
Outcome applyEdits(Format format, std::string_view text, std::span<const Edit> edits);

struct Found
{
    std::optional<json::Value> value;   // Nothing: it is not there.
    std::string raw;                    // As it is written; empty in formats that do not tell.
    std::size_t depth = 0;              // Steps that lead to something.
    std::string holder;                 // What the last of them leads to, if that is an empty map or list.
};

struct Sight
{
    std::vector<Found> found;   // One a path.
    std::optional<Problem> problem;

    bool ok() const noexcept { return !problem; }
};

Sight look(Format format, std::string_view text, std::span<const Path> paths);

// A path that was set, with what was there before the first one was.
struct Undo
{
    Path path;
    Found before;
};

// Puts the paths back as they were, with whatever had to be made to hold them if nothing else is in it. Where
// before and after are the texts around the change, lines that are still as it left them come back byte for
// byte. The rest of text stays.
Outcome revert(Format format, std::string_view text, std::span<const Undo> undos,
               std::string_view before = {}, std::string_view after = {});

}   // namespace gw::lossless
