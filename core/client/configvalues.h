#pragma once

#include "core/base/json.h"
#include "core/client/values.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What windows and gateways exchange about config.yaml. Lines and columns count from 1; 0 is unknown.
namespace gw::client {

// A key of a map or an index of a list: {"model_list", 0, "litellm_params", "model"}.
using ConfigPath = std::vector<std::variant<std::string, std::size_t>>;

struct ConfigFile
{
    QString path;
    QString text;
    QString hash;   // Of the text, to be handed back with a save.
    bool exists = false;
};

struct ConfigTexts
{
    std::vector<ConfigFile> files;   // The main file first, then what it includes.
};

struct ConfigProblem
{
    bool error = true;   // Else a warning.
    QString file;
    int line = 0;
    int column = 0;
    QString keyPath;   // "router_settings.fallbacks[2]"
    QString message;
};

struct ConfigCheck
{
    std::vector<ConfigProblem> problems;   // Errors and warnings in the order of the files.
    bool usable = false;                   // Could be put in force, perhaps with rows left out.
    int models = 0;
};

struct ConfigEdit
{
    enum class Op { Set, Insert, Remove };

    Op op = Op::Set;
    ConfigPath path;
    json::Value value = nullptr;
    bool overReference = false;   // May replace a text "os.environ/NAME".
    // What the user saw at path, null for nothing: anything else there by now is a conflict. Empty: any.
    std::optional<json::Value> seen = {};
};

struct ConfigSaved
{
    enum class State {
        Saved,
        Conflict,   // Another program has changed the file; nothing was written.
        Refused,    // problem says why and where; nothing was written.
        Failed,
    };

    State state = State::Failed;
    ConfigProblem problem;
    QString backup;   // The copy of the old text; empty when there was none.
    QString file;     // That was written.

    bool ok() const { return state == State::Saved; }
};

// Where a value comes from, as the user may change it there.
struct ConfigOrigin
{
    enum class Kind { Missing, Plain, Alias, Merge, Include, Environment };

    Kind kind = Kind::Missing;
    QString file;
    int line = 0;
    int column = 0;
    QString name;   // Of the anchor, the included file or the variable.
};

struct ConfigValue
{
    ConfigPath path;
    json::Value value = nullptr;   // As written; secrets are left out.
    ConfigOrigin origin;
};

struct ConfigBackup
{
    QString path;
    QString of;   // Name of the file it is a copy of.
    std::int64_t unixUs = 0;
    std::int64_t bytes = 0;
};

// A key that config.yaml may hold.
struct ConfigKey
{
    QString section;   // "" at the top; "model_list", "litellm_params", "model_info", "router_settings" ...
    QString name;
    QString doc;   // One line.
    bool works = false;
};

struct ConfigFacts
{
    QString configPath;
    QString dataFolder;
    QString backupFolder;
    QString masterKeySource;   // In words; empty: no key is needed.
    QStringList proxies;       // "https_proxy=http://proxy:3128" without passwords.
    std::int64_t ledgerBytes = 0;
};

// What another config holds, before anything of it is taken.
struct ImportModel
{
    QString name;
    QString provider;
    QString model;   // As the provider calls it.
    QString key;     // "os.environ/OPENAI_API_KEY", "keychain/openai", "in the file", "".
    bool keyMissing = false;
    int line = 0;
    bool known = false;   // The config here has a model of that name.
};

struct ImportSetting
{
    QString key;     // "router_settings.num_retries"
    QString value;   // Short; secrets masked.
    int line = 0;
    bool works = false;
    QString note;   // What does not happen yet.
};

struct ImportPreview
{
    QString path;
    bool readable = false;
    QStringList files;   // It and what it includes.
    std::vector<ImportModel> models;
    std::vector<ImportSetting> settings;
    std::vector<ConfigProblem> problems;
    int errors = 0;
};

enum class ImportKind {
    Copy,        // The whole config takes the place of the one here.
    AddModels,   // Chosen rows are added to the one here.
};

}   // namespace gw::client
