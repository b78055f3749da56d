#include "core/providers/catalog.h"

#include "core/base/resources.h"

#include <algorithm>
#include <array>

namespace gw::providers {

namespace {

using json::Array;
using json::Object;
using json::Value;

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

std::vector<std::string> stringList(const Object &object, std::string_view key)
{
    std::vector<std::string> out;
    if (const Array *list = json::findArray(object, key)) {
        for (const Value &item : *list) {
            if (item.is_string())
                out.emplace_back(item.get_string());
        }
    } else if (const auto single = json::findString(object, key)) {
        out.emplace_back(*single);
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> stringPairs(const Object &object, std::string_view key)
{
    std::vector<std::pair<std::string, std::string>> out;
    if (const Object *inner = json::findObject(object, key)) {
        for (const auto &member : *inner) {
            if (member.value().is_string())
                out.emplace_back(std::string(member.key()), std::string(member.value().get_string()));
        }
    }
    return out;
}

std::vector<std::string> splitBar(std::string_view text)
{
    std::vector<std::string> out;
    while (true) {
        const std::size_t bar = text.find('|');
        out.emplace_back(text.substr(0, bar));
        if (bar == std::string_view::npos)
            return out;
        text.remove_prefix(bar + 1);
    }
}

std::optional<Rule::Kind> ruleKind(std::string_view name)
{
    static constexpr std::pair<std::string_view, Rule::Kind> kKinds[] = {
        {"rename", Rule::Kind::Rename},
        {"drop", Rule::Kind::Drop},
        {"clamp", Rule::Kind::Clamp},
        {"value-map", Rule::Kind::ValueMap},
        {"strip-schema-keys", Rule::Kind::StripSchemaKeys},
        {"strip-message-field", Rule::Kind::StripMessageField},
        {"merge-roles", Rule::Kind::MergeRoles},
        {"content-to-string", Rule::Kind::ContentToString},
        {"fold-reasoning", Rule::Kind::FoldReasoning},
        {"usage-path", Rule::Kind::UsagePath},
        {"error-path", Rule::Kind::ErrorPath}};
    for (const auto &[text, kind] : kKinds) {
        if (text == name)
            return kind;
    }
    return std::nullopt;
}

Result<Rule> readRule(const Object &object)
{
    const auto kind = ruleKind(json::stringOr(object, "rule"));
    if (!kind)
        return Error{.code = ErrorCode::Internal,
                     .message = "unknown rule " + std::string(json::stringOr(object, "rule"))};
    Rule rule;
    rule.kind = *kind;
    rule.models = stringList(object, "models");
    rule.endpoints = stringList(object, "endpoints");
    if (const auto from = json::findString(object, "from"))
        rule.from = splitBar(*from);
    else
        rule.from = stringList(object, "from");
    rule.to = json::stringOr(object, "to");
    rule.field = json::stringOr(object, "field");
    rule.part = json::stringOr(object, "part");
    rule.roles = stringList(object, "roles");
    rule.keys = stringList(object, "keys");
    rule.map = stringPairs(object, "map");
    if (const auto named = json::findString(object, "named_to"))
        rule.namedTo = std::string(*named);
    rule.valueTemplate = json::stringOr(object, "template");
    rule.unlessHas = json::stringOr(object, "unless_has");
    rule.low = json::findDouble(object, "low").value_or(0);
    rule.high = json::findDouble(object, "high").value_or(0);
    rule.when = json::stringOr(object, "when");
    rule.onAnswer = json::stringOr(object, "on") == "answer";
    rule.reasoningOutside = json::stringOr(object, "reasoning") == "outside";
    rule.message = json::stringOr(object, "message");
    rule.type = json::stringOr(object, "type");
    rule.code = json::stringOr(object, "code");
    rule.path = json::stringOr(object, "path");
    return rule;
}

Refusal readRefusal(const Value &value)
{
    Refusal refusal;
    if (value.is_string()) {
        refusal.field = value.get_string();
        return refusal;
    }
    const Object &object = value.get_object();
    refusal.field = json::stringOr(object, "field");
    refusal.models = stringList(object, "models");
    refusal.values = stringList(object, "values");
    refusal.above = json::findDouble(object, "above");
    refusal.objectsOnly = json::stringOr(object, "type") == "object";
    if (const Array *except = json::findArray(object, "except")) {
        for (const Value &item : *except)
            refusal.except.push_back(json::toDouble(item).value_or(0));
    }
    return refusal;
}

Result<ProviderRow> readRow(const Object &object)
{
    ProviderRow row;
    row.id = json::stringOr(object, "id");
    row.name = json::stringOr(object, "name");
    row.adapter = json::stringOr(object, "adapter", "none");
    row.reason = json::stringOr(object, "reason");
    row.baseUrl = json::stringOr(object, "base_url");
    row.chatPath = json::stringOr(object, "chat_path");
    row.routes = stringPairs(object, "routes");
    row.altBaseUrls = stringList(object, "alt_base_urls");
    row.auth = json::stringOr(object, "auth", "bearer");
    row.keyEnv = stringList(object, "key_env");
    row.baseEnv = stringList(object, "base_env");
    row.otherEnv = stringList(object, "other_env");
    row.extraHeaders = stringPairs(object, "extra_headers");
    row.endpoints = stringList(object, "endpoints");
    row.modelsEndpoint = json::stringOr(object, "models_endpoint");
    row.aliases = stringList(object, "aliases");
    row.litellmPrefix = json::stringOr(object, "litellm_prefix");
    row.keyUrl = json::stringOr(object, "key_url");
    row.docsUrl = json::stringOr(object, "docs_url");
    row.category = json::stringOr(object, "category");
    row.status = json::stringOr(object, "status");
    row.wirePreferred = json::stringOr(object, "wire_preferred");
    row.defaultPort = static_cast<int>(json::findInt(object, "default_port").value_or(0));
    row.local = json::findBool(object, "local").value_or(false);
    row.unverified = json::findBool(object, "unverified").value_or(false);
    if (const Array *rules = json::findArray(object, "rules")) {
        for (const Value &item : *rules) {
            GW_TRY(Rule rule, readRule(item.as_object()));
            row.rules.push_back(std::move(rule));
        }
    }
    if (const Array *refusals = json::findArray(object, "unsupported")) {
        for (const Value &item : *refusals)
            row.unsupported.push_back(readRefusal(item));
    }
    return row;
}

std::string hostOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    return lowerCase(url.substr(0, url.find_first_of("/?:")));
}

std::string_view inferredProvider(std::string_view model)
{
    static constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
        {"gpt-", "openai"},
        {"chatgpt-", "openai"},
        {"o1", "openai"},
        {"o3", "openai"},
        {"o4", "openai"},
        {"text-embedding-", "openai"},
        {"dall-e", "openai"},
        {"whisper-", "openai"},
        {"tts-", "openai"},
        {"davinci", "openai"},
        {"babbage", "openai"},
        {"codex-", "openai"},
        {"omni-moderation", "openai"},
        {"claude-", "anthropic"},
        {"gemini-", "gemini"},
        {"command-", "cohere_chat"}};
    for (const auto &[prefix, provider] : kPrefixes) {
        if (model.starts_with(prefix))
            return provider;
    }
    return {};
}

}   // namespace

bool ProviderRow::answers(std::string_view endpoint) const
{
    return std::ranges::find(endpoints, endpoint) != endpoints.end();
}

bool modelMatches(const std::vector<std::string> &patterns, std::string_view model)
{
    if (patterns.empty())
        return true;
    const std::string name = lowerCase(model);
    return std::ranges::any_of(patterns, [&](const std::string &pattern) {
        if (pattern.ends_with('$'))
            return name == std::string_view(pattern).substr(0, pattern.size() - 1);
        return name.starts_with(pattern);
    });
}

const Catalog &Catalog::builtIn()
{
    static const Catalog catalog = [] {
        auto parsed = parse(resource("catalog/providers.json"));
        if (!parsed.ok())
            qFatal("providers.json is broken: %s", parsed.error().message.c_str());
        return std::move(parsed).value();
    }();
    return catalog;
}

Result<Catalog> Catalog::parse(std::string_view text)
{
    GW_TRY(const Value value, json::parse(text));
    const Array *rows = value.if_array();
    if (!rows)
        return Error{.code = ErrorCode::Internal, .message = "the provider catalog is not a list"};
    Catalog catalog;
    catalog.m_rows.reserve(rows->size());
    for (const Value &item : *rows) {
        const Object *object = item.if_object();
        if (!object)
            return Error{.code = ErrorCode::Internal, .message = "a provider row is not an object"};
        GW_TRY(ProviderRow row, readRow(*object));
        const std::size_t index = catalog.m_rows.size();
        catalog.m_byName.emplace(row.id, index);
        for (const std::string &alias : row.aliases)
            catalog.m_byName.emplace(alias, index);
        catalog.m_rows.push_back(std::move(row));
    }
    return catalog;
}

const ProviderRow *Catalog::find(std::string_view id) const
{
    const auto it = m_byName.find(std::string(id));
    return it == m_byName.end() ? nullptr : &m_rows[it->second];
}

const ProviderRow *Catalog::findByBase(std::string_view url) const
{
    const std::string host = hostOf(url);
    if (host.empty())
        return nullptr;
    for (const ProviderRow &row : m_rows) {
        if (row.local)
            continue;
        if (hostOf(row.baseUrl) == host ||
            std::ranges::any_of(row.altBaseUrls, [&](const std::string &alt) { return hostOf(alt) == host; }))
            return &row;
    }
    return nullptr;
}

ModelName splitModel(const Catalog &catalog, std::string_view model, std::string_view customProvider,
                     std::string_view apiBase)
{
    ModelName name;
    const std::size_t slash = model.find('/');
    const std::string_view prefix =
        slash == std::string_view::npos ? std::string_view() : model.substr(0, slash);
    if (!customProvider.empty()) {
        name.provider = customProvider;
        name.upstream = prefix == customProvider ? model.substr(slash + 1) : model;
    } else if (!prefix.empty() && catalog.find(prefix)) {
        name.provider = prefix;
        name.upstream = model.substr(slash + 1);
    } else {
        name.upstream = model;
        name.provider = inferredProvider(model);
        if (const ProviderRow *row = catalog.findByBase(apiBase))
            name.provider = row->id;
        else if (name.provider.empty() && (model == "*" || !apiBase.empty()))
            name.provider = "openai";
    }
    name.row = catalog.find(name.provider);
    return name;
}

}   // namespace gw::providers
