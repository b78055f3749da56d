#include "core/config/scalars.h"
#include "core/config/section.h"

namespace gw::config {

namespace {

constexpr std::string_view kEnvironmentPrefix = "os.environ/";
constexpr std::string_view kVaultPrefix = "keychain/";

void resolveVariable(Reading &reading, Node &node, const std::string &path)
{
    const std::string name = node.text.substr(kEnvironmentPrefix.size());
    const auto value = reading.variable(name);
    if (!value) {
        reading.warn(
            node, path,
            Wording(QT_TRANSLATE_NOOP("gw::config",
                                      "environment variable %1 is not set; the value is taken as absent"),
                    {name}));
        node.kind = Node::Kind::Null;
        node.text.clear();
        return;
    }
    node.text = *value;
    // A variable is a string to the reader unless it spells a boolean.
    node.plain = yamlBool(*value).has_value();
}

void resolveSecret(Reading &reading, Node &node, const std::string &path)
{
    const std::string name = node.text.substr(kVaultPrefix.size());
    Result<Secret> secret = reading.options.secrets
                                ? reading.options.secrets(name)
                                : Result<Secret>(Error{ErrorCode::SecretAway, "no vault is open"});
    if (!secret.ok()) {
        node.problem = "keychain/" + name + ": " + secret.error().message;
        reading.warn(node, path, Wording("%1", {node.problem}));
        node.kind = Node::Kind::Null;
        node.text.clear();
        return;
    }
    node.text = secret.value().reveal();
    node.plain = false;
    node.secret = true;
}

void resolve(Reading &reading, Node &node, const std::string &path)
{
    if (node.isScalar()) {
        if (node.text.starts_with(kEnvironmentPrefix))
            resolveVariable(reading, node, path);
        else if (node.text.starts_with(kVaultPrefix))
            resolveSecret(reading, node, path);
        return;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        std::string at = path;
        if (!node.isMap())
            at.append("[").append(std::to_string(i)).append("]");
        else
            at.append(path.empty() ? "" : ".").append(node.keys[i].text);
        resolve(reading, node.items[i], at);
    }
}

void readEnvironment(Reading &reading, Node &root)
{
    Node *variables = root.find("environment_variables");
    if (!variables)
        return;
    if (variables->isMap()) {
        resolve(reading, *variables, "environment_variables");
        for (std::size_t i = 0; i < variables->keys.size(); ++i) {
            const Node &value = variables->items[i];
            if (value.isScalar())
                reading.environment.insert_or_assign(variables->keys[i].text, Secret(value.text));
            else if (!value.isNull())
                reading.error(value, "environment_variables." + variables->keys[i].text,
                              QT_TRANSLATE_NOOP("gw::config", "must be a text"));
        }
    } else if (!variables->isNull()) {
        reading.error(*variables, "environment_variables",
                      QT_TRANSLATE_NOOP("gw::config", "must be a map of names and values"));
    }
    root.remove("environment_variables");
}

// Where a key belongs that own does not know, if anywhere.
std::optional<SectionId> homeOf(std::string_view key, SectionId own)
{
    for (const SectionId id : {SectionId::General, SectionId::Litellm, SectionId::Router}) {
        if (id != own && findKey(id, key))
            return id;
    }
    return std::nullopt;
}

Node &openSection(Node &root, SectionId id, const Node &like)
{
    const std::string name(sectionName(id));
    Node *section = root.find(name);
    if (!section) {
        Node key;
        key.kind = Node::Kind::Scalar;
        key.text = name;
        root.insert(key, {});
        section = &root.items.back();
        section->file = like.file;
        section->line = like.line;
        section->column = like.column;
    }
    if (section->isNull())
        section->kind = Node::Kind::Map;
    return *section;
}

void relocateFrom(Reading &reading, Node &root, SectionId own)
{
    const std::string ownName(sectionName(own));
    const Node *from = own == SectionId::Top ? &root : root.find(ownName);
    if (!from || !from->isMap())
        return;
    const std::vector<Node> keys = from->keys;
    for (const Node &key : keys) {
        const auto home = findKey(own, key.text) ? std::nullopt : homeOf(key.text, own);
        if (!home)
            continue;
        Node *source = own == SectionId::Top ? &root : root.find(ownName);
        Node value = *source->find(key.text);
        source->remove(key.text);
        Node &target = openSection(root, *home, key);
        const std::string path = ownName.empty() ? key.text : ownName + "." + key.text;
        const std::string belongs(sectionName(*home));
        if (!target.isMap() || target.find(key.text)) {
            reading.warn(key, path,
                         Wording(QT_TRANSLATE_NOOP("gw::config",
                                                   "belongs under %1, where it is set too; ignored here"),
                                 {belongs}));
            continue;
        }
        target.insert(key, std::move(value));
        reading.warn(key, path,
                     Wording(QT_TRANSLATE_NOOP("gw::config", "belongs under %1; used as if written there"),
                             {belongs}));
    }
}

}   // namespace

void resolveReferences(Reading &reading, Node &root)
{
    readEnvironment(reading, root);
    resolve(reading, root, {});
}

void relocateKeys(Reading &reading, Node &root)
{
    for (const SectionId id : {SectionId::Top, SectionId::General, SectionId::Litellm, SectionId::Router})
        relocateFrom(reading, root, id);
}

}   // namespace gw::config
