#include "core/config/configfiles.h"

#include "core/config/atomicfile.h"
#include "core/config/editjournal.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <openssl/evp.h>

namespace gw::config {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBackupMark = ".bak-";

std::string realPath(const fs::path &path)
{
    std::error_code fault;
    const fs::path real = fs::weakly_canonical(path, fault);
    return fault ? path.lexically_normal().string() : real.string();
}

FileText readOne(const std::string &path)
{
    FileText file;
    file.path = path;
    std::error_code fault;
    file.exists = fs::exists(path, fault);
    if (auto text = readFile(path); text.ok())
        file.text = std::move(text).value();
    file.hash = textHash(file.text);
    return file;
}

const Node *nodeAt(const Node &root, const Path &path)
{
    const Node *node = &root;
    for (const PathStep &step : path) {
        if (const auto *key = std::get_if<std::string>(&step)) {
            node = node->isMap() ? node->find(*key) : nullptr;
        } else {
            const std::size_t index = *std::get_if<std::size_t>(&step);
            node = node->isSequence() && index < node->items.size() ? &node->items[index] : nullptr;
        }
        if (!node)
            return nullptr;
    }
    return node;
}

std::string scalarAt(const Node &row, const Path &path)
{
    const Node *node = nodeAt(row, path);
    return node && node->isScalar() ? node->text : std::string();
}

// 20260131T235959Z
std::string timeStamp(std::int64_t unixUs)
{
    const auto seconds = static_cast<std::time_t>(unixUs / 1'000'000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
    return {text.data(), size};
}

// Nothing for what is no time stamp.
std::optional<std::int64_t> timeOf(const std::string &stamp)
{
    std::tm utc{};
    const char *end = ::strptime(stamp.c_str(), "%Y%m%dT%H%M%SZ", &utc);
    if (!end || (*end != '\0' && *end != '-'))
        return std::nullopt;
    return static_cast<std::int64_t>(::timegm(&utc)) * 1'000'000;
}

Result<std::string> writeBackup(const std::string &path, std::string_view text, const EditOptions &options)
{
    std::error_code fault;
    fs::create_directories(options.backupFolder, fault);
    const std::string base = (fs::path(options.backupFolder) / fs::path(path).filename()).string() +
                             std::string(kBackupMark) + timeStamp(options.unixUs);
    // Several edits in one second each leave their copy.
    constexpr int kMostPerSecond = 1000;
    std::string name = base;
    for (int i = 2; fs::exists(name, fault) && i < kMostPerSecond; ++i)
        name = base + "-" + std::to_string(i);
    GW_CHECK(createFile(name, text, 0600));
    return name;
}

SaveOutcome outcomeOf(SaveOutcome::State state, const std::string &file, std::string message)
{
    SaveOutcome outcome;
    outcome.state = state;
    outcome.problem = {Diagnostic::Severity::Error, {file, 0, 0}, {}, std::move(message)};
    return outcome;
}

SaveOutcome conflict(const std::string &file)
{
    return outcomeOf(SaveOutcome::State::Conflict, file, "the file was changed by another program meanwhile");
}

// text in place of what file holds, unless the disk holds something else by now.
SaveOutcome replaceFile(const FileText &file, std::string_view text, const EditOptions &options)
{
    SaveOutcome outcome;
    outcome.state = SaveOutcome::State::Saved;
    if (file.exists && file.text == text)
        return outcome;
    if (file.exists) {
        auto backup = writeBackup(file.path, file.text, options);
        if (!backup.ok())
            return outcomeOf(SaveOutcome::State::Failed, file.path, backup.error().message);
        outcome.backup = std::move(backup).value();
    }
    // Somebody may have saved in an editor meanwhile.
    const FileText now = readOne(file.path);
    if (now.exists != file.exists || now.text != file.text)
        return conflict(file.path);
    std::error_code fault;
    fs::create_directories(fs::path(file.path).parent_path(), fault);
    if (const auto written = writeFileAtomically(file.path, text); !written.ok())
        return outcomeOf(SaveOutcome::State::Failed, file.path, written.error().message);
    return outcome;
}

// All of them, or none: a kill in between is undone at the next start.
SaveOutcome replaceFiles(std::span<const PlannedText> planned, const EditOptions &options)
{
    SaveOutcome outcome;
    outcome.state = SaveOutcome::State::Saved;
    if (planned.size() > 1) {
        if (const auto noted = noteEdit(options.backupFolder, planned); !noted.ok())
            return outcomeOf(SaveOutcome::State::Failed, planned.front().before->path, noted.error().message);
    }
    for (const PlannedText &plan : planned) {
        if (outcome.ok())
            outcome = replaceFile(*plan.before, plan.text, options);
    }
    if (planned.size() > 1) {
        if (outcome.ok())
            forgetEdit(options.backupFolder);
        else
            undoUnfinishedEdit(options.backupFolder);
    }
    return outcome;
}

}   // namespace

std::string textHash(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    ::EVP_Digest(text.data(), text.size(), digest.data(), &size, ::EVP_sha256(), nullptr);
    std::string out;
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (unsigned i = 0; i < size; ++i)
        out.append(1, kDigits[digest[i] >> 4]).append(1, kDigits[digest[i] & 15]);
    return out;
}

ConfigFiles ConfigFiles::read(const std::string &path)
{
    ConfigFiles out;
    std::vector<std::string> chain;
    out.add(realPath(path), chain);
    return out;
}

void ConfigFiles::add(const std::string &path, std::vector<std::string> &chain)
{
    const std::size_t own = m_files.size();
    m_files.push_back(readOne(path));
    ParsedText parsed = parseYaml(m_files[own].text, path);
    m_trees.push_back(parsed.failed ? Node() : std::move(parsed.root));
    m_includes.emplace_back();
    const Node *include = m_trees[own].find("include");
    if (!include)
        return;
    const std::vector<Node> names = include->isSequence() ? include->items : std::vector{*include};
    chain.push_back(path);
    for (const Node &name : names) {
        if (!name.isScalar())
            continue;
        const std::string target = realPath(fs::path(path).parent_path() / name.text);
        if (std::ranges::find(chain, target) != chain.end())
            continue;
        const auto known = std::ranges::find(m_files, target, &FileText::path);
        m_includes[own].push_back(static_cast<std::size_t>(known - m_files.begin()));
        if (known == m_files.end())
            add(target, chain);
    }
    chain.pop_back();
}

const FileText *ConfigFiles::find(std::string_view path) const
{
    const auto found = std::ranges::find(m_files, path, &FileText::path);
    return found == m_files.end() ? nullptr : &*found;
}

void ConfigFiles::setText(std::string_view path, std::string text)
{
    const auto file = std::ranges::find(m_files, path, &FileText::path);
    ParsedText parsed = parseYaml(text, file->path);
    m_trees[static_cast<std::size_t>(file - m_files.begin())] =
        parsed.failed ? Node() : std::move(parsed.root);
    file->hash = textHash(text);
    file->text = std::move(text);
}

std::string ConfigFiles::hash() const
{
    std::string all;
    for (const FileText &file : m_files)
        all += file.path + "\n" + file.hash + "\n";
    return textHash(all);
}

// The files whose values of a top-level key are in force, as yamlreader overlays them: lists are joined,
// anything else is replaced by the later file's.
std::vector<ConfigFiles::Holder> ConfigFiles::holdersOf(std::size_t file, const std::string &key,
                                                        std::vector<std::size_t> &chain) const
{
    std::vector<Holder> out;
    if (std::ranges::find(chain, file) != chain.end())
        return out;
    chain.push_back(file);
    if (const Node *node = m_trees[file].find(key))
        out.push_back({file, node->isSequence(), node->items.size()});
    for (const std::size_t include : m_includes[file]) {
        std::vector<Holder> more = holdersOf(include, key, chain);
        if (more.empty())
            continue;
        if (!out.empty() && out.front().list && more.front().list)
            std::ranges::move(more, std::back_inserter(out));
        else
            out = std::move(more);
    }
    chain.pop_back();
    return out;
}

std::optional<Address> ConfigFiles::locate(const Path &path) const
{
    const std::string *key = path.empty() ? nullptr : std::get_if<std::string>(&path.front());
    if (!key)
        return std::nullopt;
    std::vector<std::size_t> chain;
    const std::vector<Holder> holders = holdersOf(0, *key, chain);
    if (holders.empty())
        return Address{m_files.front().path, path};
    if (holders.size() == 1)
        return Address{m_files[holders.front().file].path, path};
    const std::size_t *index = path.size() > 1 ? std::get_if<std::size_t>(&path[1]) : nullptr;
    if (!index)
        return std::nullopt;
    std::size_t left = *index;
    for (std::size_t i = 0; i < holders.size(); ++i) {
        if (left < holders[i].size || i + 1 == holders.size()) {
            Address address{m_files[holders[i].file].path, path};
            address.path[1] = left;
            return address;
        }
        left -= holders[i].size;
    }
    return std::nullopt;
}

Origin ConfigFiles::origin(const Path &path) const
{
    const auto address = locate(path);
    const FileText *file = find(address ? address->file : m_files.front().path);
    Origin origin = originIn(file->text, address ? address->path : path, file->path);
    if (origin.kind == Origin::Kind::Plain && file != &m_files.front()) {
        origin.kind = Origin::Kind::Include;
        origin.name = file->path;
    }
    return origin;
}

std::optional<json::Value> ConfigFiles::value(const Path &path) const
{
    const auto address = locate(path);
    const FileText *file = address ? find(address->file) : nullptr;
    const Node *node =
        file ? nodeAt(m_trees[static_cast<std::size_t>(file - m_files.data())], address->path) : nullptr;
    if (!node)
        return std::nullopt;
    return toJson(*node, Expose::All);
}

std::vector<ModelRow> ConfigFiles::modelRows() const
{
    std::vector<ModelRow> out;
    std::vector<std::size_t> chain;
    for (const Holder &holder : holdersOf(0, "model_list", chain)) {
        const Node &list = *m_trees[holder.file].find("model_list");
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const Node &item = list.items[i];
            ModelRow row;
            row.path = {std::string("model_list"), out.size()};
            row.address = {m_files[holder.file].path, {std::string("model_list"), i}};
            row.modelName = scalarAt(item, {std::string("model_name")});
            row.id = scalarAt(item, {std::string("model_info"), std::string("id")});
            row.where = item.where();
            out.push_back(std::move(row));
        }
    }
    return out;
}

SaveOutcome saveText(const std::string &path, std::string_view text, const EditOptions &options)
{
    const FileText file = readOne(realPath(path));
    if (!options.seen.empty() && options.seen != file.hash)
        return conflict(file.path);
    return replaceFile(file, text, options);
}

SaveOutcome saveTexts(std::span<const NewText> texts, const EditOptions &options)
{
    std::vector<FileText> files;
    files.reserve(texts.size());
    std::vector<PlannedText> planned;
    for (const NewText &text : texts) {
        files.push_back(readOne(realPath(text.path)));
        if (files.back().hash != text.seen)
            return conflict(files.back().path);
        planned.push_back({&files.back(), text.text});
    }
    return replaceFiles(planned, options);
}

SaveOutcome editConfig(const std::string &path, std::span<const Edit> edits, std::span<const Guard> guards,
                       const EditOptions &options)
{
    const ConfigFiles files = ConfigFiles::read(path);
    if (!options.seen.empty() && options.seen != files.hash())
        return conflict(files.files().front().path);
    for (const Guard &guard : guards) {
        const auto now = files.value(guard.path);
        if (!json::equal(now.value_or(nullptr), guard.value))
            return conflict(files.files().front().path);
    }
    ConfigFiles changed = files;
    for (const Edit &edit : edits) {
        const auto address = changed.locate(edit.path);
        if (!address)
            return outcomeOf(SaveOutcome::State::Refused, files.files().front().path,
                             toText(edit.path) + " is written in several files; change it by hand");
        Edit local = edit;
        local.path = address->path;
        EditOutcome edited =
            applyEdits(changed.find(address->file)->text, std::span(&local, 1), address->file);
        if (!edited.ok()) {
            SaveOutcome outcome;
            outcome.state = SaveOutcome::State::Refused;
            outcome.problem = std::move(*edited.problem);
            return outcome;
        }
        changed.setText(address->file, std::move(edited.text));
    }
    std::vector<PlannedText> planned;
    for (const FileText &file : files.files()) {
        if (changed.find(file.path)->text != file.text)
            planned.push_back({&file, changed.find(file.path)->text});
    }
    return replaceFiles(planned, options);
}

Result<std::string> appendToFile(const std::string &path, std::string_view list, const json::Object &item,
                                 const EditOptions &options)
{
    const FileText file = readOne(realPath(path));
    GW_TRY(const std::string changed, appendToList(file.text, list, item));
    const SaveOutcome outcome = replaceFile(file, changed, options);
    if (!outcome.ok())
        return Error{ErrorCode::Internal, outcome.problem.message};
    return outcome.backup;
}

std::vector<Backup> listBackups(const std::string &folder)
{
    std::vector<Backup> out;
    std::error_code fault;
    for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end; entry.increment(fault)) {
        const std::string name = entry->path().filename().string();
        const std::size_t mark = name.rfind(kBackupMark);
        std::error_code ignored;
        if (mark == std::string::npos || !entry->is_regular_file(ignored))
            continue;
        const auto time = timeOf(name.substr(mark + kBackupMark.size()));
        if (time)
            out.push_back({entry->path().string(), name.substr(0, mark), *time,
                           static_cast<std::int64_t>(entry->file_size(ignored))});
    }
    // Copies of one second count up at the end of the name.
    std::ranges::sort(out, [](const Backup &a, const Backup &b) {
        if (a.unixUs != b.unixUs)
            return a.unixUs > b.unixUs;
        return a.path.size() != b.path.size() ? a.path.size() > b.path.size() : a.path > b.path;
    });
    return out;
}

}   // namespace gw::config
