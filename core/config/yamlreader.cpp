#include "core/config/yamlreader.h"

#include "core/config/section.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gw::config {

namespace {

namespace fs = std::filesystem;

struct IncludeChain
{
    std::vector<std::string> files;   // From the main file down.
};

std::string realPath(const fs::path &path)
{
    std::error_code fault;
    const fs::path real = fs::weakly_canonical(path, fault);
    return fault ? path.lexically_normal().string() : real.string();
}

std::optional<std::string> readText(const std::string &path)
{
    std::error_code fault;
    if (fs::is_directory(path, fault))
        return std::nullopt;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.good() && !stream.eof())
        return std::nullopt;
    return std::move(text).str();
}

void overlay(Node &map, Node from)
{
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
        Node *old = map.find(from.keys[i].text);
        if (!old) {
            map.insert(std::move(from.keys[i]), std::move(from.items[i]));
        } else if (old->isSequence() && from.items[i].isSequence()) {
            std::ranges::move(from.items[i].items, std::back_inserter(old->items));
        } else {
            *old = std::move(from.items[i]);
        }
    }
}

Node readWithIncludes(Reading &reading, const std::string &path, const Node &from, IncludeChain &chain);

void readIncludes(Reading &reading, Node &root, const std::string &path, IncludeChain &chain)
{
    const Node *found = root.find("include");
    if (!found)
        return;
    const Node include = *found;
    root.remove("include");
    std::vector<Node> names;
    if (include.isScalar())
        names = {include};
    else if (include.isSequence())
        names = include.items;
    else if (!include.isNull())
        reading.error(include, "include",
                      QT_TRANSLATE_NOOP("gw::config", "must be a file name or a list of them"));
    for (const Node &name : names) {
        if (!name.isScalar()) {
            reading.error(name, "include", QT_TRANSLATE_NOOP("gw::config", "must be a file name"));
            continue;
        }
        const std::string target = realPath(fs::path(path).parent_path() / name.text);
        overlay(root, readWithIncludes(reading, target, name, chain));
    }
}

Node readWithIncludes(Reading &reading, const std::string &path, const Node &from, IncludeChain &chain)
{
    if (std::ranges::find(chain.files, path) != chain.files.end()) {
        std::string loop;
        for (const std::string &file : chain.files)
            loop += file + " -> ";
        reading.error(from, "include",
                      Wording(QT_TRANSLATE_NOOP("gw::config", "includes itself: %1"), {loop + path}));
        return {};
    }
    if (std::ranges::find(reading.files, path) == reading.files.end())
        reading.files.push_back(path);
    const auto given = reading.options.texts.find(path);
    const auto text = given != reading.options.texts.end() ? std::optional(given->second) : readText(path);
    if (!text) {
        reading.error(from, chain.files.empty() ? "" : "include",
                      Wording(QT_TRANSLATE_NOOP("gw::config", "cannot read %1"), {path}));
        return {};
    }
    ParsedText parsed = parseYaml(*text, path);
    std::ranges::move(parsed.diagnostics, std::back_inserter(reading.diagnostics));
    if (parsed.failed) {
        ++reading.faults;
        return {};
    }
    if (!parsed.root.isMap() && !parsed.root.isNull()) {
        reading.error(parsed.root, "",
                      QT_TRANSLATE_NOOP("gw::config", "the file must hold a map of keys and values"));
        return {};
    }
    parsed.root.kind = Node::Kind::Map;
    chain.files.push_back(path);
    readIncludes(reading, parsed.root, path, chain);
    chain.files.pop_back();
    return std::move(parsed.root);
}

void collectSecrets(const Node &node, const std::string &path, std::map<std::string, Secret> &out)
{
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Node &item = node.items[i];
        const std::string at =
            node.isMap() ? path + "." + node.keys[i].text : path + "[" + std::to_string(i) + "]";
        const bool named = node.isMap() && isSecretName(node.keys[i].text);
        if (item.isScalar() && (item.secret || named))
            out.insert_or_assign(at, Secret(item.text));
        else
            collectSecrets(item, at, out);
    }
}

// A section that is no map is told about where it is read.
const Node &sectionNode(const Node &root, std::string_view name)
{
    static const Node kNone;
    const Node *node = root.find(name);
    return node ? *node : kNone;
}

}   // namespace

Node readTree(Reading &reading)
{
    IncludeChain chain;
    Node place;
    place.file = std::make_shared<const std::string>(reading.options.path);
    return readWithIncludes(reading, realPath(reading.options.path), place, chain);
}

LoadOutcome loadConfig(const LoadOptions &options)
{
    Reading reading(options);
    auto config = std::make_shared<Config>();
    Node root;
    root.kind = Node::Kind::Map;
    if (!options.path.empty())
        root = readTree(reading);
    if (reading.faults > 0)
        return {nullptr, std::move(reading.diagnostics), std::move(reading.files)};

    resolveReferences(reading, root);
    relocateKeys(reading, root);
    Section(reading, SectionId::Top, &root, {}).check();
    config->deployments = readDeployments(reading, root);
    config->litellm = readLitellm(reading, root);
    config->general = readGeneral(reading, root);
    if (config->general.storeModels)
        addStored(reading, config->deployments);
    config->router = readRouter(reading, root, config->deployments);
    for (Deployment &deployment : config->deployments)
        deployment.publicOnly = deployment.stored && !config->general.modelPrivateAddresses;
    if (const Node *list = root.find("credential_list"); list && list->isSequence())
        config->credentials = toJson(*list).as_array();
    if (const Node *budgets = root.find("budget_config"); budgets && !budgets->items.empty()) {
        json::Value rows = toJson(*budgets);
        if (rows.is_array())
            config->budgetConfig = std::move(rows.get_array());
    }
    config->watching = readWatching(reading, root);
    config->cache = readCache(reading, root);
    config->sharedState = readSharedState(reading, root, config->cache);
    for (const SectionId id : {SectionId::Router, SectionId::Litellm, SectionId::General}) {
        const std::string name(sectionName(id));
        collectSecrets(sectionNode(root, name), name, config->secrets);
    }
    config->environment = reading.environment;
    config->files = reading.files;
    config->diagnostics = reading.diagnostics;
    config->version = options.version;
    LoadOutcome outcome{nullptr, std::move(reading.diagnostics), std::move(reading.files)};
    if (reading.faults == 0)
        outcome.config = std::move(config);
    return outcome;
}

std::string LoadOutcome::problem() const
{
    std::string text;
    for (const Diagnostic &diagnostic : diagnostics) {
        if (diagnostic.severity != Diagnostic::Severity::Error)
            continue;
        if (!text.empty())
            text += '\n';
        text += toText(diagnostic);
    }
    return text;
}

std::string toText(const Diagnostic &diagnostic)
{
    std::string text;
    if (!diagnostic.where.file.empty()) {
        text = diagnostic.where.file + ":";
        if (diagnostic.where.line > 0)
            text +=
                std::to_string(diagnostic.where.line) + ":" + std::to_string(diagnostic.where.column) + ":";
        text += ' ';
    }
    text += diagnostic.severity == Diagnostic::Severity::Error ? "error: " : "warning: ";
    if (!diagnostic.keyPath.empty())
        text += diagnostic.keyPath + ": ";
    return text + diagnostic.message;
}

std::optional<std::string> variable(const Config &config, const EnvironmentReader &environment,
                                    const std::string &name)
{
    if (const auto found = config.environment.find(name); found != config.environment.end())
        return found->second.reveal();
    return environment ? environment(name) : std::nullopt;
}

}   // namespace gw::config
