#include "core/clientsetup/setup.h"
#include "core/config/atomicfile.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

namespace gw::clientsetup {

namespace {

namespace fs = std::filesystem;

// What one file is to become.
struct Restoring
{
    const FileChange *file = nullptr;
    std::optional<std::string> text;   // Nothing: it goes.
    bool exact = false;
    bool changes = false;
};

bool isSame(const std::optional<json::Value> &a, const std::optional<json::Value> &b)
{
    return a.has_value() == b.has_value() && (!a || json::equal(*a, *b));
}

// Whether nothing but white space and what had to be made around our values is left.
bool isHollow(lossless::Format format, const std::string &text)
{
    const lossless::Path whole;
    const lossless::Sight sight = lossless::look(format, text, std::span(&whole, 1));
    if (!sight.ok() || !sight.found.front().value)
        return false;
    const json::Value &value = *sight.found.front().value;
    const bool empty =
        (value.is_object() && value.get_object().empty()) || (value.is_array() && value.get_array().empty());
    return empty && text.find_first_not_of(" \t\r\n{}[]") == std::string::npos;
}

Result<Restoring> restoringOf(const FileChange &file, OnDrift onDrift, std::vector<Drift> &drifts)
{
    Restoring out{&file, {}, false, false};
    GW_TRY(const std::optional<std::string> now, readIfThere(file.path));
    out.text = now;
    // What its user has removed stays so.
    if (!now || (file.existed && *now == file.before)) {
        out.exact = now.has_value() == file.existed;
        return out;
    }
    out.changes = true;
    if (*now == file.after) {
        out.exact = true;
        if (file.existed)
            out.text = file.before;
        else
            out.text.reset();
        return out;
    }
    GW_TRY(const std::vector<Drift> own, driftsOf(file, now));
    drifts.insert(drifts.end(), own.begin(), own.end());
    std::vector<lossless::Undo> undos;
    for (const OwnValue &value : file.values) {
        const bool drifted =
            std::ranges::any_of(own, [&](const Drift &drift) { return drift.path == value.path; });
        if (!drifted || onDrift == OnDrift::PutBack)
            undos.push_back({value.path, value.before});
    }
    const lossless::Outcome outcome = lossless::revert(file.format, *now, undos, file.before, file.after);
    if (!outcome.ok())
        return Error{ErrorCode::BadRequest, file.path + ", " + lossless::toText(*outcome.problem)};
    if (!file.existed && isHollow(file.format, outcome.text))
        out.text.reset();
    else
        out.text = outcome.text;
    out.exact = file.existed && out.text == file.before;
    out.changes = out.text != now;
    return out;
}

Result<void> write(const Restoring &one)
{
    if (!one.changes)
        return {};
    if (one.text)
        return config::writeFileAtomically(one.file->path, *one.text);
    if (::unlink(one.file->path.c_str()) != 0)
        return Error{ErrorCode::Internal, "cannot remove " + one.file->path};
    for (auto folder = one.file->madeFolders.rbegin(); folder != one.file->madeFolders.rend(); ++folder)
        ::rmdir(folder->c_str());   // Only an empty one goes.
    return {};
}

}   // namespace

Result<std::vector<Drift>> driftsOf(const FileChange &file, const std::optional<std::string> &now)
{
    std::vector<Drift> out;
    if (now && *now == file.after)
        return out;
    std::vector<lossless::Path> paths;
    for (const OwnValue &value : file.values)
        paths.push_back(value.path);
    lossless::Sight sight;
    sight.found.resize(paths.size());
    if (now)
        sight = lossless::look(file.format, *now, paths);
    if (!sight.ok())
        return Error{ErrorCode::BadRequest, lossless::toText(*sight.problem)};
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const OwnValue &own = file.values[i];
        const std::optional<json::Value> &is = sight.found[i].value;
        if (!isSame(is, own.ours))
            out.push_back({file.path, own.path, own.before.value, own.ours, is});
    }
    return out;
}

Result<UndoOutcome> Setup::undo(std::string_view client, OnDrift onDrift)
{
    UndoOutcome outcome;
    const int fd = ::open((m_folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const auto unlock = [fd](void *) { ::close(fd); };
    const std::unique_ptr<void, decltype(unlock)> lock(this, unlock);
    ::flock(fd, LOCK_EX);   // Without a folder there is no lock, and no note either.
    GW_TRY(std::optional<Entry> entry, entryOf(client));
    if (!entry)
        return Error{ErrorCode::NotFound, "'" + std::string(client) + "' is not connected"};
    std::vector<Restoring> all;
    for (const FileChange &file : entry->files) {
        GW_TRY(Restoring one, restoringOf(file, onDrift, outcome.drifts));
        if (const std::string why = one.changes ? whyUnwritable(file.path) : std::string(); !why.empty())
            return Error{ErrorCode::BadRequest, why};
        all.push_back(std::move(one));
    }
    // A value that is again what it was before us is nothing to ask about.
    std::erase_if(outcome.drifts, [](const Drift &drift) { return isSame(drift.now, drift.before); });
    if (!outcome.drifts.empty() && onDrift == OnDrift::Ask)
        return outcome;
    entry->phase = Phase::Undoing;
    GW_CHECK(put(*entry));
    for (const Restoring &one : all) {
        GW_CHECK(write(one));
        if (one.changes)
            outcome.restored.push_back(one.file->path);
        if (one.changes && one.exact)
            outcome.exact.push_back(one.file->path);
    }
    remove(client);
    outcome.done = true;
    return outcome;
}

Result<void> Setup::accept(std::string_view client)
{
    GW_TRY(std::optional<Entry> entry, entryOf(client));
    if (!entry)
        return Error{ErrorCode::NotFound, "'" + std::string(client) + "' is not connected"};
    for (FileChange &file : entry->files) {
        GW_TRY(const std::optional<std::string> now, readIfThere(file.path));
        GW_TRY(const std::vector<Drift> drifts, driftsOf(file, now));
        std::erase_if(file.values, [&](const OwnValue &value) {
            return std::ranges::any_of(drifts, [&](const Drift &drift) { return drift.path == value.path; });
        });
    }
    const bool nothingLeft =
        std::ranges::all_of(entry->files, [](const FileChange &file) { return file.values.empty(); });
    if (nothingLeft) {
        remove(client);
        return {};
    }
    return put(*entry);
}

}   // namespace gw::clientsetup
