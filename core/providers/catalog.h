#pragma once

#include "core/base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The provider catalog: resources/catalog/providers.json as values. What its members mean stands in the
// README beside it.
namespace gw::providers {

// One rule of the closed set; which members are used depends on kind.
struct Rule
{
    enum class Kind {
        Rename,
        Drop,
        Clamp,
        ValueMap,
        StripSchemaKeys,
        StripMessageField,
        MergeRoles,
        ContentToString,
        FoldReasoning,
        UsagePath,
        ErrorPath
    };

    Kind kind = Kind::Drop;
    std::vector<std::string> models;      // Prefixes; "$" at the end: the whole name. Empty: every model.
    std::vector<std::string> endpoints;   // Empty: chat and completions.
    std::vector<std::string> from;        // rename: alternatives; merge-roles: roles.
    std::string to;
    std::string field;
    std::string part;   // fold-reasoning: type of the content items that are reasoning.
    std::vector<std::string> roles;
    std::vector<std::string> keys;
    std::vector<std::pair<std::string, std::string>> map;
    std::optional<std::string> namedTo;
    std::string valueTemplate;
    std::string unlessHas;
    double low = 0;
    double high = 0;
    std::string when;
    bool onAnswer = false;
    bool reasoningOutside = false;
    std::string message;   // error-path
    std::string type;
    std::string code;
    std::string path;   // usage-path
};

// A request field the provider refuses, wholly or for some values.
struct Refusal
{
    std::string field;
    std::vector<std::string> models;
    std::vector<std::string> values;
    std::optional<double> above;
    bool objectsOnly = false;
    std::vector<double> except;
};

struct ProviderRow
{
    std::string id;
    std::string name;
    std::string adapter;   // "none": reason says why calls answer 501.
    std::string reason;
    std::string baseUrl;
    std::string chatPath;
    std::vector<std::pair<std::string, std::string>> routes;
    std::vector<std::string> altBaseUrls;
    std::string auth = "bearer";
    std::vector<std::string> keyEnv;
    std::vector<std::string> baseEnv;
    std::vector<std::string> otherEnv;
    std::vector<std::pair<std::string, std::string>> extraHeaders;
    std::vector<std::string> endpoints;
    std::string modelsEndpoint;
    std::vector<std::string> aliases;
    std::string litellmPrefix;
    std::string keyUrl;
    std::string docsUrl;
    std::string category;
    std::string status;
    std::string wirePreferred;   // "responses": the API that the provider recommends.
    int defaultPort = 0;
    bool local = false;
    bool unverified = false;
    std::vector<Rule> rules;
    std::vector<Refusal> unsupported;

    bool answers(std::string_view endpoint) const;
};

// True when model (any case) matches one of the patterns, or there are none.
bool modelMatches(const std::vector<std::string> &patterns, std::string_view model);

// Immutable once read; shared by all threads.
class Catalog
{
public:
    // The catalog that is compiled in. Read once; a broken one ends the program, since the build tests it.
    static const Catalog &builtIn();
    static Result<Catalog> parse(std::string_view json);

    const std::vector<ProviderRow> &rows() const noexcept { return m_rows; }
    // By id or alias.
    const ProviderRow *find(std::string_view id) const;
    // By the host of an API base ("https://api.groq.com/openai/v1"), for models without a provider prefix.
    const ProviderRow *findByBase(std::string_view url) const;

private:
    std::vector<ProviderRow> m_rows;
    std::unordered_map<std::string, std::size_t> m_byName;
};

// "<provider>/<upstream id>" taken apart as LiteLLM does: a known provider before the first "/", else
// inferred from well-known names (gpt-*, o1, claude-*, gemini-*, command-*), else no row.
struct ModelName
{
    const ProviderRow *row = nullptr;
    std::string provider;   // As written or inferred; empty when unknown.
    std::string upstream;   // Everything behind the prefix, further slashes included.
};
ModelName splitModel(const Catalog &catalog, std::string_view model, std::string_view customProvider,
                     std::string_view apiBase);

}   // namespace gw::providers
