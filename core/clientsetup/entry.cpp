#include "core/clientsetup/entry.h"

#include "core/base/base64.h"
#include "core/config/configfiles.h"

namespace gw::clientsetup {

namespace {

constexpr const char *kPhases[] = {"applying", "applied", "undoing"};
constexpr const char *kFormats[] = {"json", "toml", "yaml", "dotenv", "shell"};

template <std::size_t Size>
std::optional<std::size_t> indexOf(const char *const (&names)[Size], std::string_view name)
{
    for (std::size_t i = 0; i < Size; ++i) {
        if (name == names[i])
            return i;
    }
    return std::nullopt;
}

json::Array write(const lossless::Path &path)
{
    json::Array out;
    for (const lossless::Step &step : path) {
        if (step.ofList())
            out.emplace_back(json::Object{{step.key, step.is}});
        else
            out.emplace_back(step.key);
    }
    return out;
}

std::optional<lossless::Path> readPath(const json::Value *value)
{
    const json::Array *steps = value ? value->if_array() : nullptr;
    if (!steps)
        return std::nullopt;
    lossless::Path path;
    for (const json::Value &step : *steps) {
        const json::Object *member = step.if_object();
        if (member && member->size() == 1 && member->begin()->value().is_string())
            path.push_back(
                {std::string(member->begin()->key()), std::string(member->begin()->value().get_string())});
        else if (step.is_string())
            path.push_back({std::string(step.get_string())});
        else
            return std::nullopt;
    }
    return path;
}

// Texts may be any bytes; JSON holds only UTF-8.
std::string packed(const std::string &bytes)
{
    return toBase64(bytes);
}

json::Object write(const FileChange &file, Phase phase)
{
    json::Object out{{"path", file.path},
                     {"format", kFormats[static_cast<std::size_t>(file.format)]},
                     {"existed", file.existed},
                     {"sha256_before", config::textHash(file.before)},
                     {"before", packed(file.before)},
                     {"sha256_after", config::textHash(file.after)},
                     {"after", packed(file.after)}};
    if (phase == Phase::Applying) {
        out["exists"] = file.exists;
        out["now"] = packed(file.now);
    }
    json::Array values;
    for (const OwnValue &value : file.values) {
        json::Object one{{"path", write(value.path)}, {"ours", value.ours}, {"depth", value.before.depth}};
        if (value.before.value)
            one["value"] = *value.before.value;
        if (!value.before.raw.empty())
            one["raw"] = value.before.raw;
        if (!value.before.holder.empty())
            one["holder"] = value.before.holder;
        values.emplace_back(std::move(one));
    }
    out["values"] = std::move(values);
    json::Array folders;
    for (const std::string &folder : file.madeFolders)
        folders.emplace_back(folder);
    out["made_folders"] = std::move(folders);
    return out;
}

bool readValues(const json::Object &object, FileChange &file)
{
    const json::Array *values = json::findArray(object, "values");
    for (const json::Value &value : values ? *values : json::Array()) {
        const json::Object *one = value.if_object();
        const auto path = one ? readPath(one->if_contains("path")) : std::nullopt;
        const json::Value *ours = one ? one->if_contains("ours") : nullptr;
        if (!path || !ours)
            return false;
        OwnValue own{*path, *ours, {}};
        own.before.depth = static_cast<std::size_t>(json::findInt(*one, "depth").value_or(0));
        own.before.raw = json::stringOr(*one, "raw");
        own.before.holder = json::stringOr(*one, "holder");
        if (const json::Value *before = one->if_contains("value"))
            own.before.value = *before;
        file.values.push_back(std::move(own));
    }
    return true;
}

bool readFileChange(const json::Object &object, FileChange &file)
{
    file.path = json::stringOr(object, "path");
    const auto format = indexOf(kFormats, json::stringOr(object, "format"));
    const auto unpack = [&object](const char *name, std::string &out) {
        const auto bytes = fromBase64(json::stringOr(object, name));
        out = bytes.value_or("");
        return bytes.has_value();
    };
    if (file.path.empty() || !format || !unpack("before", file.before) || !unpack("after", file.after) ||
        !unpack("now", file.now))
        return false;
    if (config::textHash(file.before) != json::stringOr(object, "sha256_before") ||
        config::textHash(file.after) != json::stringOr(object, "sha256_after"))
        return false;
    file.format = static_cast<lossless::Format>(*format);
    file.existed = json::findBool(object, "existed").value_or(false);
    file.exists = json::findBool(object, "exists").value_or(false);
    const json::Array *folders = json::findArray(object, "made_folders");
    for (const json::Value &folder : folders ? *folders : json::Array()) {
        if (folder.is_string())
            file.madeFolders.emplace_back(folder.get_string());
    }
    return readValues(object, file);
}

}   // namespace

std::string write(const Entry &entry)
{
    json::Object out{{"client", entry.client},
                     {"phase", kPhases[static_cast<std::size_t>(entry.phase)]},
                     {"time", entry.unixS},
                     {"base", entry.base},
                     {"model", entry.model}};
    json::Array files;
    for (const FileChange &file : entry.files)
        files.emplace_back(write(file, entry.phase));
    out["files"] = std::move(files);
    if (!entry.previous.empty())
        out["previous"] = entry.previous;
    return json::serialize(out);
}

Result<Entry> readEntry(std::string_view text)
{
    const Error broken{ErrorCode::Internal, "a note of what was changed cannot be read"};
    GW_TRY(const json::Value value, json::parse(text));
    const json::Object *object = value.if_object();
    const auto phase = object ? indexOf(kPhases, json::stringOr(*object, "phase")) : std::nullopt;
    const json::Array *files = object ? json::findArray(*object, "files") : nullptr;
    if (!phase || !files)
        return broken;
    Entry entry;
    entry.client = json::stringOr(*object, "client");
    entry.phase = static_cast<Phase>(*phase);
    entry.unixS = json::findInt(*object, "time").value_or(0);
    entry.base = json::stringOr(*object, "base");
    entry.model = json::stringOr(*object, "model");
    entry.previous = json::stringOr(*object, "previous");
    for (const json::Value &file : *files) {
        entry.files.emplace_back();
        if (!file.is_object() || !readFileChange(file.get_object(), entry.files.back()))
            return broken;
    }
    return entry;
}

}   // namespace gw::clientsetup
