#pragma once

#include "core/config/schema.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gw::config {

// A value of a YAML or JSON text, with the place where it is written. Merges ("<<") and aliases are resolved,
// of two equal keys only the last is left. A value reached by an alias keeps the place of its anchor, which
// is where it would have to be changed.
struct Node
{
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Map };

    Kind kind = Kind::Null;
    bool plain = false;    // Scalar without quotes: may be a boolean or a number.
    bool secret = false;   // Came out of the vault.
    bool flow = false;     // Sequence or map in brackets.
    std::string text;      // Of a scalar, unescaped.
    std::string problem;   // Why a reference came to nothing ("the vault is locked"); the node is Null then.
    std::shared_ptr<const std::string> file;
    int line = 0;
    int column = 0;
    std::vector<Node> keys;    // Of a map: scalars; parallel to items.
    std::vector<Node> items;   // Members of a sequence or values of a map.

    bool isNull() const noexcept { return kind == Kind::Null; }
    bool isScalar() const noexcept { return kind == Kind::Scalar; }
    bool isSequence() const noexcept { return kind == Kind::Sequence; }
    bool isMap() const noexcept { return kind == Kind::Map; }
    Location where() const { return {file ? *file : std::string(), line, column}; }
    // Of a map; null when absent.
    const Node *find(std::string_view key) const;
    Node *find(std::string_view key);
    int indexOf(std::string_view key) const;
    void insert(Node key, Node value);
    void remove(std::string_view key);
};

// Equal kinds, texts and quoting classes at every place; where things stand does not count. A plain scalar
// equals a quoted one when it would be read as a string anyway.
bool sameValue(const Node &a, const Node &b);

// The outcome of reading one text. failed is set when an error was found; root is then not to be used.
struct ParsedText
{
    Node root;   // Null for an empty text.
    std::vector<Diagnostic> diagnostics;
    bool failed = false;
};

// Bounds for hostile files: a dozen nested aliases can mean millions of values.
inline constexpr std::size_t kMaxConfigBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxNodes = 200'000;
inline constexpr std::size_t kMaxDepth = 100;

// Reads YAML 1.1 or JSON. Never throws. A byte-order mark is skipped and does not shift columns; columns
// count characters, not bytes.
ParsedText parseYaml(std::string_view text, const std::string &fileName);

// The node as JSON, with YAML 1.1 booleans and numbers. Public leaves out what came out of the vault and what
// isSecretName() takes for a credential.
enum class Expose : std::uint8_t { Public, All };
json::Value toJson(const Node &node, Expose expose = Expose::Public);
// Texts stay texts, as if they stood in quotes; it stands nowhere.
Node fromJson(const json::Value &value);

}   // namespace gw::config
