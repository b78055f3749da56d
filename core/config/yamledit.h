#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/config/yamlchanges.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Changes config.yaml where it stands: comments, order, quoting and every byte outside the change stay. Each
// change is parsed back, and unless exactly the intended value is new, nothing is done. Any thread.
namespace gw::config {

// A key of a map or an index of a list. model_list[0].litellm_params.model is
// {"model_list", 0, "litellm_params", "model"}.
using PathStep = std::variant<std::string, std::size_t>;
using Path = std::vector<PathStep>;

// "model_list[0].litellm_params.model", as in Diagnostic::keyPath.
std::string toText(const Path &path);

struct Edit
{
    enum class Op : std::uint8_t {
        Set,      // The value at path, which is made with all it stands in when it is not there. A map or
                  // list over one of its kind changes what differs and leaves the rest of its text alone.
        Insert,   // A list's member before the one of that index (its size: behind the last), or a key that
                  // must not be there yet.
        Remove,   // What must be there.
    };

    Op op = Op::Set;
    Path path;
    json::Value value = nullptr;
    // Set over a text "os.environ/NAME" is refused unless this is true: its value is not the file's.
    bool overReference = false;
};

// Exactly one of text and problem is to be used. The problem's place is where a person would have to look.
// Each change is relative to the text as the ones before left it.
struct EditOutcome
{
    std::string text;
    std::vector<Change> changes;
    std::optional<Diagnostic> problem;

    bool ok() const noexcept { return !problem; }
};

// All edits in turn, or none. Values that come through an alias or a merge are refused with the anchor named,
// and so is what would change another path too. fileName is for places.
EditOutcome applyEdits(std::string_view text, std::span<const Edit> edits,
                       const std::string &fileName = "config.yaml");

// Where the value of a path comes from.
struct Origin
{
    enum class Kind : std::uint8_t {
        Missing,       // Not in the text; where is the innermost value around it that is.
        Plain,         // Written there.
        Alias,         // By *name; where is the value behind the anchor.
        Merge,         // By "<<: *name"; the same. name is empty when the merged map has no anchor.
        Include,       // Written in a file that another one includes; name is its path.
        Environment,   // The text is a reference; name is the variable.
    };

    Kind kind = Kind::Missing;
    Location where;
    std::string name;
};

// Of one text; never Include.
Origin originIn(std::string_view text, const Path &path, const std::string &fileName = "config.yaml");

// text with item as a further member of the top-level list of that name, which is made if it is not there.
Result<std::string> appendToList(std::string_view text, std::string_view list, const json::Object &item);

}   // namespace gw::config
