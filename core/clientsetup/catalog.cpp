#include "core/clientsetup/catalog.h"

#include "core/base/resources.h"

#include <algorithm>

namespace gw::clientsetup {

namespace {

std::string textOf(const json::Object &object, std::string_view name)
{
    return std::string(json::stringOr(object, name));
}

std::vector<std::string> textsOf(const json::Value *value)
{
    std::vector<std::string> out;
    if (value && value->is_string())
        out.emplace_back(value->get_string());
    if (const json::Array *list = value ? value->if_array() : nullptr) {
        for (const json::Value &one : *list)
            out.emplace_back(one.get_string());
    }
    return out;
}

lossless::Path pathOf(const json::Array &steps)
{
    lossless::Path path;
    for (const json::Value &step : steps) {
        if (const json::Object *member = step.if_object())
            path.push_back(
                {std::string(member->begin()->key()), std::string(member->begin()->value().get_string())});
        else
            path.push_back({std::string(step.get_string())});
    }
    return path;
}

lossless::Format formatOf(std::string_view name)
{
    return name == "toml"     ? lossless::Format::Toml
           : name == "yaml"   ? lossless::Format::Yaml
           : name == "dotenv" ? lossless::Format::DotEnv
           : name == "shell"  ? lossless::Format::Shell
                              : lossless::Format::Json;
}

FileRow fileOf(const json::Object &object)
{
    FileRow file;
    file.paths = textsOf(object.if_contains("path"));
    file.format = formatOf(json::stringOr(object, "format"));
    for (const json::Value &edit : object.at("set").get_array()) {
        const json::Array &parts = edit.get_array();
        file.edits.push_back({pathOf(parts[0].get_array()), parts[1], parts.size() > 2});
    }
    return file;
}

PolicyRow policyOf(const json::Object &object)
{
    PolicyRow policy{textOf(object, "path"), formatOf(json::stringOr(object, "format")), {}};
    for (const json::Value &key : object.at("keys").get_array())
        policy.keys.push_back(pathOf(key.get_array()));
    return policy;
}

ClientRow rowOf(const json::Object &object)
{
    ClientRow row;
    row.id = textOf(object, "id");
    row.name = textOf(object, "name");
    const std::string_view kind = json::stringOr(object, "kind");
    row.kind = kind == "manual" ? Kind::Manual : kind == "never" ? Kind::Never : Kind::Files;
    const std::string_view model = json::stringOr(object, "model");
    row.model = model == "needed" ? NeedsModel::Needed
                : model == "none" ? NeedsModel::None
                                  : NeedsModel::Optional;
    row.programs = textsOf(object.if_contains("program"));
    row.found = textsOf(object.if_contains("found"));
    if (const json::Array *files = json::findArray(object, "files")) {
        for (const json::Value &file : *files)
            row.files.push_back(fileOf(file.get_object()));
    }
    if (const json::Object *environment = json::findObject(object, "environment")) {
        for (const auto &[name, value] : *environment)
            row.environment.emplace_back(name, value.get_string());
    }
    if (const json::Object *file = json::findObject(object, "launch_file")) {
        row.launchVariable = textOf(*file, "variable");
        row.launchPath = textOf(*file, "path");
        row.launchText = textOf(*file, "text");
    }
    row.arguments = textsOf(object.if_contains("arguments"));
    row.terminal = json::findBool(object, "terminal").value_or(false);
    row.asksForKey = json::findBool(object, "asks").value_or(false);
    if (const json::Array *policies = json::findArray(object, "policy")) {
        for (const json::Value &policy : *policies)
            row.policies.push_back(policyOf(policy.get_object()));
    }
    row.direct = textOf(object, "direct");
    row.brief = textOf(object, "short");
    row.note = textOf(object, "note");
    row.reason = textOf(object, "reason");
    row.steps = textsOf(object.if_contains("steps"));
    row.snippet = textOf(object, "snippet");
    return row;
}

std::vector<ClientRow> readCatalog()
{
    std::vector<ClientRow> rows;
    // Compiled in and looked at by a test: it parses.
    const auto parsed = json::parse(resource("catalog/clients.json"));
    if (parsed.ok()) {
        for (const json::Value &row : parsed.value().get_array())
            rows.push_back(rowOf(row.get_object()));
    }
    return rows;
}

}   // namespace

const std::vector<ClientRow> &clients()
{
    static const std::vector<ClientRow> rows = readCatalog();
    return rows;
}

const ClientRow *findClient(std::string_view id)
{
    const auto found = std::ranges::find(clients(), id, &ClientRow::id);
    return found == clients().end() ? nullptr : &*found;
}

}   // namespace gw::clientsetup
