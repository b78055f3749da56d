#pragma once

#include "core/config/schemakeys.h"
#include "core/config/yamlreader.h"
#include "core/config/yamltree.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// The working parts of yamlreader: what one load gathers, and typed reading of one section.
namespace gw::config {

// One load in progress.
struct Reading
{
    explicit Reading(const LoadOptions &loadOptions)
        : options(loadOptions)
    {}

    void error(const Node &at, std::string path, const Wording &wording);
    void warn(const Node &at, std::string path, const Wording &wording);
    // The environment as the config sees it: environment_variables first.
    std::optional<std::string> variable(const std::string &name) const;

    const LoadOptions &options;
    std::vector<Diagnostic> diagnostics;
    std::vector<std::string> files;
    std::map<std::string, Secret> environment;
    std::set<std::string, std::less<>> named;   // Unsupported keys told about.
    int faults = 0;                             // Errors so far; those of a row left out are taken back.
};

// Typed look-ups in one map of the config. A key that is absent or null leaves its target alone; one of the
// wrong type is an error with its place.
class Section
{
public:
    Section(Reading &reading, SectionId id, const Node *map, std::string path);

    // Tells about unknown and unsupported keys. Price keys are left alone where a section may hold them.
    void check(bool pricesAllowed = false);

    const Node *find(std::string_view key) const;
    // Written, and as null: where that says something of its own.
    bool isNull(std::string_view key) const
    {
        const Node *node = m_map ? m_map->find(key) : nullptr;
        return node && node->isNull();
    }
    std::string pathOf(std::string_view key) const;
    bool read(std::string_view key, bool &out);
    bool read(std::string_view key, int &out);
    bool read(std::string_view key, std::int64_t &out);
    bool read(std::string_view key, double &out);
    bool read(std::string_view key, std::string &out);
    bool read(std::string_view key, Secret &out);
    bool read(std::string_view key,
              std::vector<std::string> &out);   // A single text counts as a list of one.
    bool read(std::string_view key, std::map<std::string, std::string> &out);
    bool read(std::string_view key, json::Object &out);   // With secrets: for what is sent upstream.
    template <typename T>
    bool read(std::string_view key, std::optional<T> &out)
    {
        T value{};
        if (!read(key, value))
            return false;
        out = std::move(value);
        return true;
    }

private:
    bool wrong(const Node &node, std::string_view key, const char *what);

    Reading &m_reading;
    SectionId m_id;
    const Node *m_map;
    std::string m_path;
};

// Values that may be written without quotes are also taken quoted ("True", "30").
std::optional<bool> asBool(const Node &node);
std::optional<std::int64_t> asInt(const Node &node);
std::optional<double> asNumber(const Node &node);

// Reads path and everything it includes into one tree. Null root and a fault on failure.
Node readTree(Reading &reading);
// environment_variables, then os.environ/NAME and keychain/NAME anywhere.
void resolveReferences(Reading &reading, Node &root);
// Keys written in the wrong section are put where they belong.
void relocateKeys(Reading &reading, Node &root);

std::vector<Deployment> readDeployments(Reading &reading, const Node &root);
// litellm gives what router leaves unsaid. Names that nothing answers to are warned about.
RouterSettings readRouter(Reading &reading, const Node &root, const std::vector<Deployment> &deployments);
// The strategies, checks, budgets, limits and time-outs beside them.
void readSteering(Reading &reading, const Node &root, RouterSettings &out);
// Whether routing_strategy may be called that.
bool isStrategy(std::string_view name);
Litellm readLitellm(Reading &reading, const Node &root);
General readGeneral(Reading &reading, const Node &root);
Watching readWatching(Reading &reading, const Node &root);
CacheParams readCache(Reading &reading, const Node &root);
// The Redis that router_settings name, else the cache's.
std::optional<RedisPlace> readSharedState(Reading &reading, const Node &root, const CacheParams &cache);

}   // namespace gw::config
