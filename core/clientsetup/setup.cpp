#include "core/clientsetup/setup.h"

#include "core/base/clock.h"
#include "core/base/descriptor.h"
#include "core/config/atomicfile.h"
#include "core/lossless/linediff.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

namespace gw::clientsetup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".json";

Error failed(const std::string &message)
{
    return Error{ErrorCode::BadRequest, message};
}

// Held while files change; goes with the process when that dies.
class FolderLock
{
public:
    explicit FolderLock(const std::string &folder)
        : m_fd(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
    {
        while (m_fd.ok() && ::flock(m_fd.get(), LOCK_EX) != 0 && errno == EINTR) {
        }
    }

private:
    const Descriptor m_fd;
};

void makePrivateFolder(const std::string &folder)
{
    std::error_code fault;
    if (fs::create_directories(folder, fault))
        fs::permissions(folder, fs::perms::owner_all, fault);
}

int touchedLines(const FileChange &file)
{
    const auto before = lossless::linesOf(file.before);
    const auto after = lossless::linesOf(file.after);
    std::size_t count = 0;
    for (const lossless::Hunk &hunk : lossless::diffLines(before, after))
        count += std::max(hunk.aEnd - hunk.aBegin, hunk.bEnd - hunk.bBegin);
    return static_cast<int>(count);
}

bool hasPolicy(const PolicyRow &policy, const std::string &path)
{
    const auto text = readIfThere(path);
    if (!text.ok() || !text.value())
        return false;
    const lossless::Sight sight = lossless::look(policy.format, *text.value(), policy.keys);
    return sight.ok() && std::ranges::any_of(sight.found, [](const lossless::Found &found) {
               return found.value.has_value();
           });
}

}   // namespace

Setup::Setup(Surroundings here, std::string folder)
    : m_here(std::move(here))
    , m_folder(std::move(folder))
{}

std::string Setup::entryPath(std::string_view client) const
{
    return m_folder + "/" + std::string(client) + std::string(kSuffix);
}

Result<std::optional<Entry>> Setup::entryOf(std::string_view client) const
{
    GW_TRY(const std::optional<std::string> text, readIfThere(entryPath(client)));
    if (!text)
        return std::optional<Entry>();
    GW_TRY(Entry entry, readEntry(*text));
    return std::optional<Entry>(std::move(entry));
}

Result<void> Setup::put(const Entry &entry) const
{
    return config::writeFileAtomically(entryPath(entry.client), write(entry));
}

void Setup::remove(std::string_view client) const
{
    ::unlink(entryPath(client).c_str());
    config::syncFolder(m_folder);
}

Result<Plan> Setup::plan(const ClientRow &row, const Connection &connection) const
{
    if (row.kind != Kind::Files)
        return failed(row.name + " cannot be connected by changing files");
    if (row.model == NeedsModel::Needed && connection.model.empty())
        return failed(row.name + " needs the name of a model");
    GW_TRY(const std::optional<Entry> entry, entryOf(row.id));
    Plan plan{row.id, connection.base, connection.model, {}};
    for (const FileRow &fileRow : row.files) {
        FileChange base;
        base.format = fileRow.format;
        base.path = resolvedPath(fileRow, m_here);
        GW_TRY(const std::optional<std::string> now, readIfThere(base.path));
        base.exists = base.existed = now.has_value();
        base.now = base.before = now.value_or("");
        for (const FileChange &known : entry ? entry->files : std::vector<FileChange>()) {
            if (known.path != base.path)
                continue;
            // What the file would be had it never been connected.
            std::vector<lossless::Undo> undos;
            for (const OwnValue &value : known.values)
                undos.push_back({value.path, value.before});
            const lossless::Outcome without =
                lossless::revert(known.format, base.now, undos, known.before, known.after);
            if (!without.ok())
                return failed(m_here.shown(base.path) + ", " + lossless::toText(*without.problem));
            base.before = without.text;
            base.existed = known.existed;
            base.madeFolders = known.madeFolders;
        }
        GW_TRY(FileChange file, planFile(fileRow, m_here, connection, base));
        plan.files.push_back(std::move(file));
    }
    return plan;
}

void Setup::rollBack(const Entry &entry, std::vector<std::string> &restored) const
{
    bool whole = true;
    for (const FileChange &file : entry.files) {
        const auto now = readIfThere(file.path);
        const bool asBefore =
            now.ok() && now.value().has_value() == file.exists && now.value().value_or("") == file.now;
        if (!asBefore && now.ok() && now.value() && *now.value() == file.after) {
            const bool back = file.exists ? config::writeFileAtomically(file.path, file.now).ok()
                                          : ::unlink(file.path.c_str()) == 0;
            whole = whole && back;
            if (back)
                restored.push_back(file.path);
        } else if (!asBefore) {
            whole = false;   // Somebody has been here since; what is ours can still be told by the note.
        }
        if (!file.exists && !fs::exists(file.path)) {
            for (auto folder = file.madeFolders.rbegin(); folder != file.madeFolders.rend(); ++folder)
                ::rmdir(folder->c_str());
        }
    }
    if (!whole) {
        Entry kept = entry;
        kept.phase = Phase::Applied;
        kept.previous.clear();
        static_cast<void>(put(kept));
    } else if (!entry.previous.empty()) {
        static_cast<void>(config::writeFileAtomically(entryPath(entry.client), entry.previous));
    } else {
        remove(entry.client);
    }
}

Result<void> Setup::apply(const Plan &plan)
{
    makePrivateFolder(m_folder);
    const FolderLock lock(m_folder);
    for (const FileChange &file : plan.files) {
        GW_TRY(const std::optional<std::string> now, readIfThere(file.path));
        if (now.has_value() != file.exists || now.value_or("") != file.now)
            return failed(m_here.shown(file.path) + " has changed meanwhile");
        if (const std::string why = whyUnwritable(file.path); !why.empty())
            return failed(why);
    }
    Entry entry{plan.client, Phase::Applying, SystemClock().unixUs() / 1'000'000,
                plan.base,   plan.model,      plan.files};
    GW_TRY(const std::optional<std::string> previous, readIfThere(entryPath(plan.client)));
    entry.previous = previous.value_or("");
    GW_CHECK(put(entry));
    for (const FileChange &file : plan.files) {
        if (file.exists && file.now == file.after)
            continue;
        std::error_code fault;
        fs::create_directories(fs::path(file.path).parent_path(), fault);
        const Result<void> written = config::writeFileAtomically(file.path, file.after);
        if (!written.ok()) {
            std::vector<std::string> restored;
            rollBack(entry, restored);
            return written;
        }
    }
    entry.phase = Phase::Applied;
    entry.previous.clear();
    return put(entry);
}

Standing Setup::look(const ClientRow &row) const
{
    Standing out;
    out.program = m_here.findProgram(row.programs);
    std::error_code fault;
    const bool found = std::ranges::any_of(
        row.found, [&](const std::string &path) { return fs::exists(m_here.expand(path), fault); });
    for (const FileRow &file : row.files)
        out.files.push_back(resolvedPath(file, m_here));
    const auto entry = entryOf(row.id);
    if (!entry.ok()) {
        out.problem = entry.error().message;
        out.state = State::Drifted;
        return out;
    }
    if (entry.value()) {
        const Entry &known = *entry.value();
        out.state = State::Connected;
        out.unixS = known.unixS;
        out.base = known.base;
        out.model = known.model;
        out.files.clear();
        for (const FileChange &file : known.files) {
            out.files.push_back(file.path);
            out.lines += touchedLines(file);
            const auto now = readIfThere(file.path);
            const auto drifts =
                now.ok() ? driftsOf(file, now.value()) : Result<std::vector<Drift>>(now.error());
            if (drifts.ok())
                out.drifts.insert(out.drifts.end(), drifts.value().begin(), drifts.value().end());
            else
                out.problem = m_here.shown(file.path) + ", " + drifts.error().message;
        }
        if (!out.drifts.empty() || !out.problem.empty())
            out.state = State::Drifted;
        return out;
    }
    if (out.program.empty() && !found)
        out.state = State::Missing;
    else
        out.state = row.kind == Kind::Never    ? State::Never
                    : row.kind == Kind::Manual ? State::Manual
                                               : State::Off;
    for (const PolicyRow &policy : row.policies) {
        const std::string path = m_here.expand(policy.path);
        if (out.state == State::Off && hasPolicy(policy, path)) {
            out.state = State::Managed;
            out.policy = path;
        }
    }
    return out;
}

std::vector<std::string> Setup::connected() const
{
    std::vector<std::string> out;
    std::error_code fault;
    for (const auto &file : fs::directory_iterator(m_folder, fault)) {
        const std::string name = file.path().filename().string();
        if (name.ends_with(kSuffix))
            out.push_back(name.substr(0, name.size() - kSuffix.size()));
    }
    std::ranges::sort(out);
    return out;
}

std::vector<std::string> Setup::recover()
{
    std::vector<std::string> restored;
    std::error_code fault;
    if (!fs::is_directory(m_folder, fault))
        return restored;
    for (const std::string &client : connected()) {
        std::optional<Entry> entry;
        {
            const FolderLock lock(m_folder);
            const auto known = entryOf(client);
            if (!known.ok() || !known.value() || known.value()->phase == Phase::Applied)
                continue;
            entry = known.value();
            if (entry->phase == Phase::Applying)
                rollBack(*entry, restored);
        }
        if (entry->phase == Phase::Undoing) {
            const auto undone = undo(client, OnDrift::Keep);
            if (undone.ok())
                restored.insert(restored.end(), undone.value().restored.begin(),
                                undone.value().restored.end());
        }
    }
    return restored;
}

int Setup::turn(std::string_view client) const
{
    const auto text = readIfThere(m_folder + "/" + std::string(client) + ".turn");
    int turn = 0;
    if (text.ok() && text.value())
        std::from_chars(text.value()->data(), text.value()->data() + text.value()->size(), turn);
    return turn;
}

bool Setup::holds(std::string_view client, const Secret &key) const
{
    const auto entry = entryOf(client);
    return entry.ok() && entry.value() &&
           std::ranges::any_of(entry.value()->files, [&key](const FileChange &file) {
               return file.after.find(key.reveal()) != std::string::npos;
           });
}

Result<void> Setup::nextTurn(std::string_view client)
{
    makePrivateFolder(m_folder);
    return config::writeFileAtomically(m_folder + "/" + std::string(client) + ".turn",
                                       std::to_string(turn(client) + 1));
}

}   // namespace gw::clientsetup
