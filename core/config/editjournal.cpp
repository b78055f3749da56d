#include "core/config/editjournal.h"

#include "core/base/json.h"
#include "core/config/atomicfile.h"

#include <filesystem>

namespace gw::config {

namespace {

namespace fs = std::filesystem;

std::string journalPath(const std::string &folder)
{
    return (fs::path(folder) / "unfinished.json").string();
}

}   // namespace

Result<void> noteEdit(const std::string &folder, std::span<const PlannedText> planned)
{
    json::Array files;
    for (const PlannedText &plan : planned)
        files.emplace_back(json::Object{{"path", plan.before->path},
                                        {"existed", plan.before->exists},
                                        {"before", plan.before->text},
                                        {"after", textHash(plan.text)}});
    std::error_code fault;
    fs::create_directories(folder, fault);
    return writeFileAtomically(journalPath(folder), json::serialize(files));
}

void forgetEdit(const std::string &folder)
{
    std::error_code fault;
    fs::remove(journalPath(folder), fault);
}

std::vector<std::string> undoUnfinishedEdit(const std::string &folder)
{
    std::vector<std::string> undone;
    std::error_code fault;
    if (!fs::exists(journalPath(folder), fault))
        return undone;
    const auto text = readFile(journalPath(folder));
    const auto files = text.ok() ? json::parse(text.value()) : Result<json::Value>(text.error());
    if (!files.ok() || !files.value().is_array())
        return undone;
    bool failed = false;
    for (const json::Value &value : files.value().get_array()) {
        const json::Object *file = value.if_object();
        if (!file)
            continue;
        const std::string path(json::stringOr(*file, "path"));
        const auto now = readFile(path);
        // Only what the change itself has written: a person may have been here since.
        if (!now.ok() || textHash(now.value()) != json::stringOr(*file, "after"))
            continue;
        const json::Value *existed = file->if_contains("existed");
        const bool restored = existed && existed->is_bool() && existed->get_bool()
                                  ? writeFileAtomically(path, json::stringOr(*file, "before")).ok()
                                  : fs::remove(path, fault);
        failed = failed || !restored;
        if (restored)
            undone.push_back(path);
    }
    if (!failed)
        forgetEdit(folder);
    return undone;
}

}   // namespace gw::config
