#pragma once

#include "core/base/secret.h"
#include "core/client/values.h"

// Tools of this computer that can be pointed at the gateway. Texts are for people; no key is in any of them
// but in a Secret.
namespace gw::client {

enum class ToolState {
    Missing,   // Not installed.
    Off,
    Connected,
    Drifted,   // Somebody has changed values that connect it.
    Managed,   // An administrator's settings count instead.
    Manual,    // Its user has to do it.
    Never,
};

// A value that connects a tool and is another one by now. Empty texts: it was, or is, not there.
struct ToolDrift
{
    QString file = {};
    QString path = {};
    QString before = {};   // As it was before the tool was connected.
    QString ours = {};
    QString now = {};
};

struct Tool
{
    QString id = {};
    QString name = {};
    QString version = {};
    ToolState state = ToolState::Missing;
    QStringList files = {};   // That are, or would be, changed: "~/.codex/config.toml".
    QString policy = {};      // The file that manages it.
    QString problem = {};     // Why its files cannot be looked at.
    bool byProgram = false;   // Its executable is there.
    bool canLaunch = false;
    bool needsModel = false;
    bool mayModel = false;
    bool asksForKey = false;   // Its key cannot be in a file; its user gives it once.
    bool moved = false;        // It is connected to another address than the gateway has now.
    QString model = {};        // That it was connected with.
    std::int64_t sinceS = 0;
    int lines = 0;   // That were changed.
    std::vector<ToolDrift> drifts = {};
    QString direct = {};   // What it does while it is not connected.
    QString brief = {};    // Of those that only their users connect, or nobody.
    QString note = {};
    QString reason = {};   // Why it cannot be connected.
    QStringList steps = {};
    // Its own key; empty: it was never made.
    QString keyId = {};
    bool keyBlocked = false;
    std::int64_t spentPico = 0;
    std::int64_t budgetPico = -1;
    std::int64_t resetS = 0;
};

struct ToolList
{
    std::vector<Tool> tools = {};
    bool done = false;      // False: once more, with versions.
    QString problem = {};   // Why there is nothing.
};

struct ToolFile
{
    QString path = {};
    QString before = {};
    QString after = {};
    bool isNew = false;
};

// What connecting a tool would change.
struct ToolPlan
{
    QString tool = {};
    QString model = {};
    std::vector<ToolFile> files = {};
    bool inPlace = false;   // Nothing: the files show what connecting it has changed.
    QString seen = {};      // Of apply(): it does exactly this, or nothing.
    QString problem = {};   // Why it cannot be done.
};

enum class OnToolDrift { Ask, Keep, PutBack };

struct ToolChange
{
    bool ok = false;
    QString problem = {};
    QString tool = {};
    std::vector<ToolDrift> drifts = {};   // Undo asks about them; nothing has changed then.
    Secret key = {};                      // Of a tool that asks for it.
};

// A text to be copied.
struct ToolSnippet
{
    QString name = {};    // "Python", "curl", "Settings"
    QString shown = {};   // With the key masked.
    Secret text = {};
};

struct ToolSnippets
{
    std::vector<ToolSnippet> snippets = {};
    QString problem = {};
};

}   // namespace gw::client
