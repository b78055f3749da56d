#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Finds the top-level members of a JSON object in its bytes, so that a request can be edited without being
// rebuilt.
namespace gw::chat {

// One top-level member. Offsets into the body.
struct Member
{
    std::string key;         // Unescaped.
    std::size_t begin = 0;   // Of the key's opening quote.
    std::size_t valueBegin = 0;
    std::size_t valueEnd = 0;   // Behind the value's last byte; white space is not part of it.
};

// The members of one JSON object in the order of the text. Keys may repeat; the last one counts, as most
// parsers have it.
class Members
{
public:
    const std::vector<Member> &all() const noexcept { return m_members; }
    const Member *find(std::string_view key) const;
    // True when some key stands twice: then an edit must rewrite, or provider and gateway may read different
    // values.
    bool hasDuplicates() const noexcept { return m_duplicates; }

private:
    friend Result<Members> scanMembers(std::string &body);
    std::vector<Member> m_members;
    bool m_duplicates = false;
};

// Scans body, which must hold one JSON object. Grows body's capacity by simdjson's padding when it has none
// to spare; its bytes stay as they are. Nested values are checked for balance, not for grammar.
Result<Members> scanMembers(std::string &body);

// The elements of one JSON array, each as its text without white space around it; BadJson when it is none.
// Nested values are checked as scanMembers() does.
Result<std::vector<std::string>> scanElements(std::string array);

// A change of top-level members: what an adapter needs done to a body that otherwise goes on byte for byte.
class EditList
{
public:
    // value is JSON text. Replaces the member, or appends it when there is none.
    void set(std::string key, std::string value);
    void remove(std::string key);
    // The value moves under another name; nothing happens when from is absent.
    void rename(std::string from, std::string to);
    bool empty() const noexcept { return m_edits.empty(); }
    // What set() has put there for key, if anything.
    const std::string *newValue(std::string_view key) const;

    // Duplicates of any member are dropped but for the last.
    std::string apply(std::string_view body, const Members &members) const;
    // The same on a built object.
    void apply(json::Object &object) const;

private:
    enum class Kind { Set, Remove, Rename };
    struct Edit
    {
        Kind kind;
        std::string key;
        std::string value;
    };
    const Edit *find(std::string_view key) const;
    std::vector<Edit> m_edits;
};

}   // namespace gw::chat
