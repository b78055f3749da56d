#pragma once

#include "core/config/yamledit.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The files that make up one config: config.yaml and what it includes, read, changed and kept as copies.
// Functions block on the disk; any thread, but one at a time for one config.
namespace gw::config {

// One file as it was read. hash names the text that a caller saw; a save that carries it never overwrites
// another one.
struct FileText
{
    std::string path;
    std::string text;
    std::string hash;
    bool exists = false;
};

std::string textHash(std::string_view text);

// Of the file that a path of the whole config is in, and where there.
struct Address
{
    std::string file;
    Path path;
};

// A row of model_list as it is written, for addressing it: rows have no name of their own, so an edit carries
// the index with Guards that the row must still pass.
struct ModelRow
{
    Path path;   // {"model_list", index} of the whole config.
    Address address;
    std::string modelName;
    std::string id;   // model_info.id; empty when none is written.
    Location where;   // As Deployment::where.
};

// What must still be so for an edit to be made.
struct Guard
{
    Path path;
    json::Value value;   // Null: nothing may be there, or a null.
};

class ConfigFiles
{
public:
    // The main file and its includes, in the order in which they are overlaid. A file that is not there is an
    // empty text.
    static ConfigFiles read(const std::string &path);

    const std::vector<FileText> &files() const noexcept { return m_files; }
    const FileText *find(std::string_view path) const;
    // Another text for one of the files, here only; its includes stay what they are.
    void setText(std::string_view path, std::string text);
    // Names all texts together.
    std::string hash() const;

    // Where path of the whole config is written, or would be. Nothing for a list as a whole whose members
    // come from several files.
    std::optional<Address> locate(const Path &path) const;
    // As originIn(); Include for what is written in an included file in plain.
    Origin origin(const Path &path) const;
    // The value as written, references unresolved and secrets with it; nothing when there is none.
    std::optional<json::Value> value(const Path &path) const;
    std::vector<ModelRow> modelRows() const;

private:
    struct Holder
    {
        std::size_t file = 0;
        bool list = false;
        std::size_t size = 0;
    };

    void add(const std::string &path, std::vector<std::string> &chain);
    std::vector<Holder> holdersOf(std::size_t file, const std::string &key,
                                  std::vector<std::size_t> &chain) const;

    std::vector<FileText> m_files;
    std::vector<Node> m_trees;                          // Parallel to files; Null for one with errors.
    std::vector<std::vector<std::size_t>> m_includes;   // Of each file, by index.
};

struct EditOptions
{
    std::string backupFolder;   // Made if needed; each change leaves a copy of the old text there.
    std::int64_t unixUs = 0;    // Now, for the name of the copy.
    std::string seen = {};      // Hash that must still hold: a file's for saveText(), ConfigFiles::hash() for
                                // editConfig(). Empty: any.
};

struct SaveOutcome
{
    enum class State : std::uint8_t {
        Saved,      // Or nothing was to be changed.
        Conflict,   // Another program has changed the file since the caller read it.
        Refused,    // problem says why and where; nothing was written.
        Failed,     // The disk did not take it; problem says why.
    };

    State state = State::Failed;
    Diagnostic problem;
    std::string backup;   // The copy of the old text; empty when there was none.

    bool ok() const noexcept { return state == State::Saved; }
};

// A whole text for one file, whatever it says: whether it is a config is asked before.
SaveOutcome saveText(const std::string &path, std::string_view text, const EditOptions &options);

struct NewText
{
    std::string path;
    std::string text;
    std::string seen;   // Hash of what must still be there.
};
// Several whole texts, all or none; options.seen is not looked at.
SaveOutcome saveTexts(std::span<const NewText> texts, const EditOptions &options);

// All edits in turn, each in the file that holds its path, or none. Paths are those of the whole config as
// the edits before left it. Where several files change, a kill in between leaves a note in the backup folder
// for undoUnfinishedEdit().
SaveOutcome editConfig(const std::string &path, std::span<const Edit> edits, std::span<const Guard> guards,
                       const EditOptions &options);

// To be called before the config is read: gives the files of a change that was cut short their old texts
// back, but for those that hold something else by now. Names the files.
std::vector<std::string> undoUnfinishedEdit(const std::string &backupFolder);

// appendToList() to a file, written atomically. Returns the path of the backup; empty when the file is new.
Result<std::string> appendToFile(const std::string &path, std::string_view list, const json::Object &item,
                                 const EditOptions &options);

struct Backup
{
    std::string path;
    std::string of;            // Name of the file it is a copy of, without folder.
    std::int64_t unixUs = 0;   // When it was put aside.
    std::int64_t bytes = 0;
};

// Newest first. A folder that is not there holds none.
std::vector<Backup> listBackups(const std::string &folder);

}   // namespace gw::config
