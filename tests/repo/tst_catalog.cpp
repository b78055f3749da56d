#include "core/base/json.h"
#include "core/base/resources.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace gw;

namespace {

constexpr std::size_t kProviders = 146;
constexpr std::size_t kModels = 1493;

const std::set<std::string_view> kAdapters{"openai", "perplexity", "databricks", "snowflake", "anthropic",
                                           "gemini", "vertex",     "bedrock",    "azure",     "azureai",
                                           "cohere", "ollama",     "none"};
const std::set<std::string_view> kAuth{
    "bearer", "x-api-key", "api-key", "x-goog-api-key", "xi-api-key",   "x-key",        "key", "token",
    "sigv4",  "gcp-oauth", "ibm-iam", "oci-signature",  "oauth-device", "oauth-client", "none"};
// The closed set, each with the members it must and may carry beside "rule", "models" and "endpoints".
struct RuleShape
{
    std::string_view name;
    std::set<std::string_view> required;
    std::set<std::string_view> optional;
};
const RuleShape kRules[] = {
    {"rename", {"from", "to"}, {}},
    {"drop", {"field"}, {}},
    {"clamp", {"field", "low", "high"}, {}},
    {"value-map", {"field"}, {"map", "named_to", "on", "template", "unless_has"}},
    {"strip-schema-keys", {"keys"}, {}},
    {"strip-message-field", {"field", "roles"}, {"when"}},
    {"merge-roles", {"from", "to"}, {}},
    {"content-to-string", {}, {"roles", "when"}},
    {"fold-reasoning", {"field"}, {"part"}},
    {"usage-path", {"path"}, {"reasoning"}},
    {"error-path", {"message"}, {"type", "code"}},
};
const std::set<std::string_view> kMatches{"is", "in", "prefix", "suffix", "has", "regex", "any", "all"};
const std::set<std::string_view> kUnits{"input",          "output",    "cache_read",       "cache_write",
                                        "cache_write_1h", "audio_in",  "audio_out",        "audio_cache_read",
                                        "image_in",       "image_out", "image_cache_read", "video_in",
                                        "video_out",      "reasoning", "citation"};

bool isDecimal(const json::Value &value)
{
    static const QRegularExpression decimal(QStringLiteral("^\\d+(\\.\\d+)?([eE]-?\\d+)?$"));
    return value.is_string() &&
           decimal
               .match(QString::fromUtf8(value.get_string().data(),
                                        static_cast<qsizetype>(value.get_string().size())))
               .hasMatch();
}

std::string checkRule(const json::Object &rule)
{
    const std::string_view name = json::stringOr(rule, "rule");
    for (const RuleShape &shape : kRules) {
        if (shape.name != name)
            continue;
        for (std::string_view member : shape.required)
            if (!rule.contains(member))
                return "member missing: " + std::string(member);
        for (const auto &member : rule) {
            const std::string_view key = member.key();
            if (key != "rule" && key != "models" && key != "endpoints" && !shape.required.contains(key) &&
                !shape.optional.contains(key))
                return "member unknown: " + std::string(key);
        }
        return {};
    }
    return "not in the closed set: " + std::string(name);
}

std::string checkMatch(const json::Object &match)
{
    if (match.empty())
        return "empty match";
    for (const auto &member : match) {
        const std::string_view key = member.key();
        if (!kMatches.contains(key))
            return "unknown match: " + std::string(key);
        if (key == "any" || key == "all") {
            if (!member.value().is_array() || member.value().get_array().empty())
                return std::string(key) + " needs a list";
            for (const json::Value &part : member.value().get_array()) {
                if (!part.is_object())
                    return "not an object";
                if (std::string error = checkMatch(part.get_object()); !error.empty())
                    return error;
            }
        } else if (key == "in" ? !member.value().is_array() : !member.value().is_string()) {
            return "wrong type: " + std::string(key);
        }
    }
    return {};
}

std::string checkRate(const json::Object &rate)
{
    for (const auto &member : rate) {
        const std::string_view key = member.key();
        if (key == "tiers") {
            std::int64_t last = 0;
            for (const json::Value &tier : member.value().get_array()) {
                const std::int64_t above = json::findInt(tier.get_object(), "above").value_or(-1);
                if (above <= last)
                    return "tiers must rise";
                last = above;
                for (const auto &part : tier.get_object())
                    if (part.key() != "above" && (!kUnits.contains(part.key()) || !isDecimal(part.value())))
                        return "bad tier unit " + std::string(part.key());
            }
        } else if (key == "per_1000") {
            for (const auto &part : member.value().get_object())
                if (!isDecimal(part.value()))
                    return "bad per_1000";
        } else if (!kUnits.contains(key) || !isDecimal(member.value())) {
            return "bad unit " + std::string(key);
        }
    }
    return {};
}

}   // namespace

// The catalogs hold what the code that reads them relies on.
class TestCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void compiledFilesAreThoseOfTheTree_data();
    void compiledFilesAreThoseOfTheTree();
    void answersNothingForUnknownResource();
    void providersHoldWhatAdaptersNeed();
    void rulesComeFromClosedSet();
    void modelsHoldDecimalPrices();
    void priceProvidersExist();
};

void TestCatalog::compiledFilesAreThoseOfTheTree_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("providers") << QByteArray("catalog/providers.json");
    QTest::newRow("models") << QByteArray("catalog/models.json");
}

void TestCatalog::compiledFilesAreThoseOfTheTree()
{
    QFETCH(QByteArray, path);
    QFile file(QStringLiteral(GW_SOURCE_DIR "/resources/") + QString::fromLatin1(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string_view bytes = resource(path.toStdString());
    QVERIFY(!bytes.empty());
    QCOMPARE(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())), file.readAll());
}

void TestCatalog::answersNothingForUnknownResource()
{
    QVERIFY(resource("catalog/none.json").empty());
    QVERIFY(resource("").empty());
}

void TestCatalog::providersHoldWhatAdaptersNeed()
{
    const auto parsed = json::parse(resource("catalog/providers.json"));
    QVERIFY(parsed.ok());
    std::set<std::string> ids;
    for (const json::Value &value : parsed.value().as_array()) {
        const json::Object &row = value.as_object();
        const std::string id(json::stringOr(row, "id"));
        QVERIFY2(!id.empty() && ids.insert(id).second, id.c_str());
        const std::string_view adapter = json::stringOr(row, "adapter");
        QVERIFY2(kAdapters.contains(adapter), id.c_str());
        QVERIFY2((adapter == "none") == !json::stringOr(row, "reason").empty(), id.c_str());
        QVERIFY2(kAuth.contains(json::stringOr(row, "auth")), id.c_str());
        QVERIFY2(!json::stringOr(row, "name").empty() && !json::stringOr(row, "category").empty(),
                 id.c_str());
        QVERIFY2(json::findString(row, "base_url"), id.c_str());
        QVERIFY2(json::findArray(row, "key_env") && json::findArray(row, "endpoints"), id.c_str());
        QVERIFY2(!json::findArray(row, "endpoints")->empty(), id.c_str());
        QVERIFY2(json::findBool(row, "local") && json::findBool(row, "unverified"), id.c_str());
        const std::string_view base = json::stringOr(row, "base_url");
        QVERIFY2(base.empty() || base.starts_with("https://") || *json::findBool(row, "local"), id.c_str());
    }
    QCOMPARE(ids.size(), kProviders);
    for (const json::Value &value : parsed.value().as_array()) {
        if (const json::Array *aliases = json::findArray(value.as_object(), "aliases")) {
            for (const json::Value &alias : *aliases)
                QVERIFY2(ids.insert(std::string(alias.as_string())).second, alias.as_string().c_str());
        }
    }
}

void TestCatalog::rulesComeFromClosedSet()
{
    const auto parsed = json::parse(resource("catalog/providers.json"));
    QVERIFY(parsed.ok());
    std::size_t rules = 0;
    for (const json::Value &value : parsed.value().as_array()) {
        const json::Object &row = value.as_object();
        const std::string id(json::stringOr(row, "id"));
        const json::Array *list = json::findArray(row, "rules");
        QVERIFY2(list, id.c_str());
        for (const json::Value &rule : *list) {
            QVERIFY2(rule.is_object(), id.c_str());
            const std::string error = checkRule(rule.get_object());
            QVERIFY2(error.empty(), (id + ": " + error).c_str());
            ++rules;
        }
        if (const json::Array *unsupported = json::findArray(row, "unsupported")) {
            for (const json::Value &entry : *unsupported)
                QVERIFY2(entry.is_string() ||
                             (entry.is_object() && json::findString(entry.get_object(), "field")),
                         id.c_str());
        }
    }
    QVERIFY(rules > 50);
}

void TestCatalog::modelsHoldDecimalPrices()
{
    const auto parsed = json::parse(resource("catalog/models.json"));
    QVERIFY(parsed.ok());
    const json::Object &root = parsed.value().as_object();
    QCOMPARE(json::findInt(root, "schema").value_or(0), 1);
    QVERIFY(!json::stringOr(root, "version").empty());
    std::size_t models = 0;
    for (const json::Value &value : *json::findArray(root, "providers")) {
        const json::Object &provider = value.as_object();
        std::set<std::string> ids;
        for (const json::Value &entry : *json::findArray(provider, "models")) {
            const json::Object &model = entry.as_object();
            const std::string id =
                std::string(json::stringOr(provider, "id")) + ":" + std::string(json::stringOr(model, "id"));
            QVERIFY2(ids.insert(id).second, id.c_str());
            std::string error = checkMatch(*json::findObject(model, "match"));
            QVERIFY2(error.empty(), (id + ": " + error).c_str());
            error = checkRate(*json::findObject(model, "price"));
            QVERIFY2(error.empty(), (id + ": " + error).c_str());
            if (const json::Array *variants = json::findArray(model, "variants")) {
                QVERIFY2(json::findBool(variants->front().as_object(), "default").value_or(false),
                         id.c_str());
                for (const json::Value &variant : *variants) {
                    error = checkRate(*json::findObject(variant.as_object(), "rate"));
                    QVERIFY2(error.empty(), (id + ": " + error).c_str());
                }
            }
            ++models;
        }
    }
    QCOMPARE(models, kModels);
    for (const json::Value &unit : *json::findArray(root, "unit_prices"))
        QVERIFY(isDecimal(*json::find(unit.as_object(), "price")));
}

void TestCatalog::priceProvidersExist()
{
    const auto providers = json::parse(resource("catalog/providers.json"));
    const auto models = json::parse(resource("catalog/models.json"));
    QVERIFY(providers.ok() && models.ok());
    std::set<std::string_view> ids;
    for (const json::Value &value : providers.value().as_array())
        ids.insert(json::stringOr(value.as_object(), "id"));
    std::set<std::string_view> priceIds;
    const json::Object &root = models.value().as_object();
    for (const json::Value &value : *json::findArray(root, "providers"))
        QVERIFY(priceIds.insert(json::stringOr(value.as_object(), "id")).second);
    for (const json::Value &value : *json::findArray(root, "providers")) {
        for (const json::Value &id : *json::findArray(value.as_object(), "gateway_providers"))
            QVERIFY2(ids.contains(std::string_view(id.as_string())), id.as_string().c_str());
        if (const json::Array *fallback = json::findArray(value.as_object(), "fallback")) {
            for (const json::Value &id : *fallback)
                QVERIFY2(priceIds.contains(std::string_view(id.as_string())), id.as_string().c_str());
        }
    }
    for (const json::Value &id : *json::findArray(root, "free_when_local"))
        QVERIFY2(ids.contains(std::string_view(id.as_string())), id.as_string().c_str());
}

QTEST_MAIN(TestCatalog)
#include "tst_catalog.moc"
