#pragma once

#include "core/lossless/lossless.h"

#include <string>
#include <string_view>
#include <vector>

// What is known of the tools that can be pointed at the gateway: the rows of resources/catalog/clients.json.
namespace gw::clientsetup {

enum class Kind : std::uint8_t {
    Files,    // Its files can be changed.
    Manual,   // Its user has to do it, by steps.
    Never,    // It cannot be connected.
};

enum class NeedsModel : std::uint8_t { None, Optional, Needed };

struct EditRow
{
    lossless::Path path;   // Names and values hold {root}, {v1}, {key} and {model}; see fill().
    json::Value value;
    bool onlyNew = false;   // Only of a file that is made.
};

struct FileRow
{
    std::vector<std::string> paths;   // The first that is there, else the first. See Surroundings::expand().
    lossless::Format format = lossless::Format::Json;
    std::vector<EditRow> edits;
};

// A file of an administrator; with one of the keys in it, the user's own settings do not count.
struct PolicyRow
{
    std::string path;
    lossless::Format format = lossless::Format::Json;
    std::vector<lossless::Path> keys;
};

struct ClientRow
{
    std::string id;
    std::string name;
    Kind kind = Kind::Files;
    NeedsModel model = NeedsModel::Optional;
    std::vector<std::string> programs;   // Names of its executable, the usual one first.
    std::vector<std::string> found;      // Any of them is there: it is installed.
    std::vector<FileRow> files;
    std::vector<std::pair<std::string, std::string>> environment;   // For one launch; empty: there is none.
    std::vector<std::string> arguments;                             // The same.
    // A file that such a launch needs in a folder of ours, and the variable that names the folder; empty:
    // none. It holds no key.
    std::string launchVariable;
    std::string launchPath;
    std::string launchText;
    bool terminal = false;     // It is used in a terminal.
    bool asksForKey = false;   // Its key cannot be in a file; its user gives it once.
    std::vector<PolicyRow> policies;
    // In English, to be translated in the context "gw::clientsetup".
    std::string direct;   // What it does while it is not connected.
    std::string brief;    // In few words, of those that are connected by hand or not at all.
    std::string note;
    std::string reason;   // Why it cannot be connected.
    std::vector<std::string> steps;
    std::string snippet;

    bool canLaunch() const noexcept { return !environment.empty(); }
};

// In the order of the file. Thread-safe.
const std::vector<ClientRow> &clients();
// Null when there is none of that id.
const ClientRow *findClient(std::string_view id);

}   // namespace gw::clientsetup
