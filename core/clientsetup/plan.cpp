#include "core/clientsetup/plan.h"

#include "core/config/atomicfile.h"
#include "core/lossless/linediff.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace gw::clientsetup {

namespace {

namespace fs = std::filesystem;

lossless::Path filled(const lossless::Path &path, const Connection &connection)
{
    lossless::Path out;
    for (const lossless::Step &step : path)
        out.push_back({fill(step.key, connection), fill(step.is, connection)});
    return out;
}

bool isMeant(const EditRow &edit, const Connection &connection, bool existed)
{
    if (edit.onlyNew && existed)
        return false;
    const bool ofModel =
        namesModel(edit.value) || std::ranges::any_of(edit.path, [](const lossless::Step &step) {
            return namesModel(step.key) || namesModel(step.is);
        });
    return !ofModel || !connection.model.empty();
}

}   // namespace

bool Plan::changesNothing() const
{
    return std::ranges::all_of(files,
                               [](const FileChange &file) { return file.exists && file.now == file.after; });
}

std::string Plan::diff(const Surroundings &here, const Secret &key) const
{
    std::string out;
    for (const FileChange &file : files)
        out += lossless::unifiedDiff(withoutKey(file.now, key), withoutKey(file.after, key),
                                     here.shown(file.path));
    return out;
}

std::string resolvedPath(const FileRow &row, const Surroundings &here)
{
    std::error_code fault;
    std::string chosen;
    for (const std::string &path : row.paths) {
        const std::string expanded = here.expand(path);
        if (chosen.empty())
            chosen = expanded;
        if (fs::exists(expanded, fault) || fs::is_symlink(expanded, fault)) {
            chosen = expanded;
            break;
        }
    }
    fs::path target = chosen;
    // A link may lead to a file that is not there yet.
    for (int links = 0; links < 40 && fs::is_symlink(target, fault); ++links) {
        const fs::path next = fs::read_symlink(target, fault);
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    const fs::path canonical = fs::weakly_canonical(target, fault);
    return fault ? target.string() : canonical.string();
}

std::string whyUnwritable(const std::string &path)
{
    struct stat state
    {
    };
    if (::stat(path.c_str(), &state) == 0) {
        if (!S_ISREG(state.st_mode))
            return path + " is no file";
        constexpr unsigned kAnyWrite = 0222U;
        if ((state.st_mode & kAnyWrite) == 0 || ::access(path.c_str(), W_OK) != 0)
            return path + " is read-only";
    }
    std::error_code fault;
    fs::path folder = fs::path(path).parent_path();
    while (!fs::exists(folder, fault) && folder.has_relative_path())
        folder = folder.parent_path();
    if (!fs::is_directory(folder, fault))
        return folder.string() + " is no folder";
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return "the folder " + folder.string() + " is read-only";
    return {};
}

Result<std::optional<std::string>> readIfThere(const std::string &path)
{
    struct stat state
    {
    };
    if (::stat(path.c_str(), &state) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::optional<std::string>();
    GW_TRY(std::string text, config::readFile(path));
    return std::optional<std::string>(std::move(text));
}

Result<FileChange> planFile(const FileRow &row, const Surroundings &here, const Connection &connection,
                            const FileChange &base)
{
    FileChange file = base;
    if (const std::string why = whyUnwritable(file.path); !why.empty())
        return Error{ErrorCode::BadRequest, why};
    std::vector<lossless::Edit> edits;
    std::vector<lossless::Path> paths;
    for (const EditRow &edit : row.edits) {
        if (!isMeant(edit, connection, base.existed))
            continue;
        paths.push_back(filled(edit.path, connection));
        edits.push_back({paths.back(), fill(edit.value, connection), {}});
    }
    const lossless::Sight sight = lossless::look(row.format, file.before, paths);
    lossless::Outcome outcome = lossless::applyEdits(row.format, file.before, edits);
    if (const auto &problem = sight.problem ? sight.problem : outcome.problem)
        return Error{ErrorCode::BadRequest, here.shown(file.path) + ", " + lossless::toText(*problem)};
    file.after = std::move(outcome.text);
    file.values.clear();
    const lossless::Sight own = lossless::look(row.format, file.after, paths);
    for (std::size_t i = 0; i < edits.size(); ++i)
        file.values.push_back({paths[i], own.found[i].value.value_or(nullptr), sight.found[i]});
    std::error_code fault;
    for (fs::path folder = fs::path(file.path).parent_path(); !fs::exists(folder, fault);
         folder = folder.parent_path()) {
        if (std::ranges::find(file.madeFolders, folder.string()) == file.madeFolders.end())
            file.madeFolders.insert(file.madeFolders.begin(), folder.string());
        if (!folder.has_relative_path())
            break;
    }
    return file;
}

}   // namespace gw::clientsetup
