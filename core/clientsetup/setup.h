#pragma once

#include "core/clientsetup/entry.h"

namespace gw::clientsetup {

enum class State : std::uint8_t {
    Missing,   // Not installed.
    Off,
    Connected,
    Drifted,   // Values of ours were changed by somebody else.
    Managed,   // An administrator's settings count instead.
    Manual,    // Only its user can connect it.
    Never,
};

// A value of ours that is another one now.
struct Drift
{
    std::string file;
    lossless::Path path;
    std::optional<json::Value> before;   // As it was before us; nothing: it was not there.
    json::Value ours;
    std::optional<json::Value> now;
};

struct Standing
{
    State state = State::Missing;
    std::string program;              // Its executable; may be empty.
    std::vector<std::string> files;   // That are, or would be, changed.
    std::string policy;               // The file that manages it.
    std::vector<Drift> drifts;
    std::string problem;      // Why its files cannot be looked at or changed.
    std::int64_t unixS = 0;   // Since when it is connected.
    std::string base;         // And how.
    std::string model;
    int lines = 0;   // That the change has touched.
};

// What to do with values of ours that somebody else has changed.
enum class OnDrift : std::uint8_t {
    Ask,       // Change nothing; say which.
    Keep,      // They stay as they are now.
    PutBack,   // They become what they were before us.
};

struct UndoOutcome
{
    std::vector<Drift> drifts;           // Asked about, or kept.
    std::vector<std::string> restored;   // Files that were put back.
    std::vector<std::string> exact;      // Of these, those that are again as they were, byte for byte.
    bool done = false;
};

// The files of clients, with a folder of notes that makes every change one that can be taken back. Blocks on
// the disk: never on a GUI thread. Any thread, and several processes: a lock file orders changes.
class Setup
{
public:
    // folder: where the notes lie; made when the first one is written.
    Setup(Surroundings here, std::string folder);

    const Surroundings &here() const noexcept { return m_here; }
    const std::string &folder() const noexcept { return m_folder; }

    // What connecting would change. Of a connected client: what connecting it anew would.
    Result<Plan> plan(const ClientRow &row, const Connection &connection) const;
    // All of it or nothing. An error when a file has changed since it was planned.
    Result<void> apply(const Plan &plan);
    Result<UndoOutcome> undo(std::string_view client, OnDrift onDrift);
    // Values that were changed belong to whoever changed them from now on.
    Result<void> accept(std::string_view client);

    Standing look(const ClientRow &row) const;
    // The ids of clients that are connected, also of rows that the catalog does not have any more.
    std::vector<std::string> connected() const;
    // Ends what a killed process began: a change that was being made is taken back, one that was being taken
    // back is taken back to its end. Files that it has put back.
    std::vector<std::string> recover();

    // How many keys the client has had before its present one; see clientKey(). The next one is taken when
    // somebody has removed the key of a connected client, so that a secret that was given up never comes
    // back.
    int turn(std::string_view client) const;
    Result<void> nextTurn(std::string_view client);
    // Whether the client was connected with this key.
    bool holds(std::string_view client, const Secret &key) const;

private:
    std::string entryPath(std::string_view client) const;
    Result<std::optional<Entry>> entryOf(std::string_view client) const;
    Result<void> put(const Entry &entry) const;
    void remove(std::string_view client) const;
    void rollBack(const Entry &entry, std::vector<std::string> &restored) const;

    const Surroundings m_here;
    const std::string m_folder;
};

// What became of a file's values since we left it; an error when it cannot be read.
Result<std::vector<Drift>> driftsOf(const FileChange &file, const std::optional<std::string> &now);

}   // namespace gw::clientsetup
