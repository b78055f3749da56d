#include "core/sinks/settings.h"

#include "core/base/base64.h"
#include "core/sinks/formats.h"

#include <algorithm>
#include <array>

namespace gw::sinks {

namespace {

constexpr std::string_view kLangfuseHost = "https://cloud.langfuse.com";
constexpr std::string_view kLangsmithBase = "https://api.smith.langchain.com";

std::string trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "%20" in OTEL_EXPORTER_OTLP_HEADERS is a blank (W3C Baggage); what is no escape stays.
std::string unescaped(const std::string &text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 &&
            hexValue(text[i + 2]) >= 0) {
            out += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// "name=value,name=value"
SecretHeaders headerList(std::string_view text, bool escaped)
{
    SecretHeaders out;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view item = text.substr(0, comma);
        if (const std::size_t equals = item.find('='); equals != std::string_view::npos) {
            const std::string value = trimmed(item.substr(equals + 1));
            out.emplace_back(trimmed(item.substr(0, equals)), Secret(escaped ? unescaped(value) : value));
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return out;
}

// Looks for the settings of one callback: its own of callback_settings, litellm_settings, variables.
class Lookup
{
public:
    Lookup(const config::Config &config, const Variables &variables, std::string_view name)
        : m_config(config)
        , m_variables(variables)
        , m_own(json::findObject(config.watching.settings, name))
    {}

    std::string variable(std::string_view name) const { return m_variables(name).value_or(""); }
    std::string firstVariable(std::initializer_list<std::string_view> names) const
    {
        for (const std::string_view name : names) {
            if (std::string value = variable(name); !value.empty())
                return value;
        }
        return {};
    }
    std::string own(std::string_view key) const
    {
        return m_own ? std::string(json::stringOr(*m_own, key)) : std::string();
    }
    const json::Object *ownMap(std::string_view key) const
    {
        return m_own ? json::findObject(*m_own, key) : nullptr;
    }
    // litellm_settings, secrets included.
    std::string litellm(std::string_view key) const
    {
        const auto secret = m_config.secrets.find("litellm_settings." + std::string(key));
        if (secret != m_config.secrets.end())
            return secret->second.reveal();
        return std::string(json::stringOr(m_config.litellm.raw, key));
    }
    bool tellsContent() const
    {
        return !m_config.watching.hidesContent &&
               (!m_own || json::findBool(*m_own, "message_logging").value_or(true));
    }
    const config::Config &config() const { return m_config; }

private:
    const config::Config &m_config;
    const Variables &m_variables;
    const json::Object *m_own;
};

std::string orElse(std::string first, std::string second)
{
    return first.empty() ? std::move(second) : std::move(first);
}

struct LangfusePlace
{
    std::string host;
    Secret authorization;
    std::string problem;
};

LangfusePlace langfusePlace(const Lookup &lookup)
{
    LangfusePlace place;
    const std::string publicKey =
        orElse(lookup.litellm("langfuse_public_key"), lookup.variable("LANGFUSE_PUBLIC_KEY"));
    std::string secretKey = orElse(lookup.litellm("langfuse_secret_key"), lookup.litellm("langfuse_secret"));
    secretKey =
        orElse(std::move(secretKey), lookup.firstVariable({"LANGFUSE_SECRET_KEY", "LANGFUSE_SECRET"}));
    if (publicKey.empty())
        place.problem = "LANGFUSE_PUBLIC_KEY is not set";
    else if (secretKey.empty())
        place.problem = "LANGFUSE_SECRET_KEY is not set";
    place.host = withoutSlash(orElse(
        orElse(lookup.litellm("langfuse_host"), lookup.firstVariable({"LANGFUSE_HOST", "LANGFUSE_BASE_URL"})),
        std::string(kLangfuseHost)));
    if (place.host.find("://") == std::string::npos)
        place.host.insert(0, "https://");
    place.authorization = Secret("Basic " + toBase64(publicKey + ":" + secretKey));
    return place;
}

void readLangfuse(const Lookup &lookup, SinkSettings &out)
{
    LangfusePlace place = langfusePlace(lookup);
    out.problem = place.problem;
    out.url = Secret(place.host + "/api/public/ingestion");
    out.headers.emplace_back("Authorization", std::move(place.authorization));
    out.options.emplace_back("release", lookup.variable("LANGFUSE_RELEASE"));
    for (const std::string &tag : lookup.config().watching.langfuseTags)
        out.options.emplace_back("tag", tag);
}

void addOtelNames(const Lookup &lookup, SinkSettings &out)
{
    out.options.emplace_back("service", orElse(lookup.variable("OTEL_SERVICE_NAME"), "litellm"));
    out.options.emplace_back("tracer", orElse(lookup.variable("OTEL_TRACER_NAME"), "litellm"));
}

void readLangfuseOtel(const Lookup &lookup, SinkSettings &out)
{
    LangfusePlace place = langfusePlace(lookup);
    out.problem = place.problem;
    out.url = Secret(place.host + "/api/public/otel/v1/traces");
    out.headers.emplace_back("Authorization", std::move(place.authorization));
    addOtelNames(lookup, out);
}

void readOtel(const Lookup &lookup, SinkSettings &out)
{
    const std::string traces = lookup.variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    std::string base = orElse(lookup.own("endpoint"),
                              lookup.firstVariable({"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_ENDPOINT"}));
    base = withoutSlash(std::move(base));
    if (traces.empty() && !base.empty() && !base.ends_with("/v1/traces"))
        base += "/v1/traces";
    out.url = Secret(orElse(traces, base));
    if (out.url.isEmpty())
        out.problem = "OTEL_EXPORTER_OTLP_ENDPOINT is not set";
    const std::string exporter = orElse(
        lookup.own("exporter"), lookup.firstVariable({"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER"}));
    if (exporter == "grpc" || exporter == "otlp_grpc")
        out.problem =
            "OTLP is spoken over HTTP, not gRPC: set OTEL_EXPORTER=otlp_http and its port, mostly 4318";
    if (exporter == "console")
        out.problem = "spans are not written to the console: set OTEL_EXPORTER=otlp_http";
    out.headers = headerList(
        orElse(lookup.own("headers"), lookup.firstVariable({"OTEL_EXPORTER_OTLP_HEADERS", "OTEL_HEADERS"})),
        true);
    addOtelNames(lookup, out);
}

void readLangsmith(const Lookup &lookup, SinkSettings &out)
{
    const std::string key = lookup.variable("LANGSMITH_API_KEY");
    if (key.empty())
        out.problem = "LANGSMITH_API_KEY is not set";
    out.url =
        Secret(withoutSlash(orElse(lookup.variable("LANGSMITH_BASE_URL"), std::string(kLangsmithBase))) +
               "/runs/batch");
    out.headers.emplace_back("x-api-key", Secret(key));
    if (const std::string tenant = lookup.variable("LANGSMITH_TENANT_ID"); !tenant.empty())
        out.headers.emplace_back("x-tenant-id", Secret(tenant));
    out.options.emplace_back("project", orElse(lookup.variable("LANGSMITH_PROJECT"), "litellm-completion"));
    out.options.emplace_back("run_name", orElse(lookup.variable("LANGSMITH_DEFAULT_RUN_NAME"), "LLMRun"));
}

void readWebhook(const Lookup &lookup, SinkSettings &out)
{
    out.url = Secret(orElse(lookup.own("endpoint"), lookup.variable("GENERIC_LOGGER_ENDPOINT")));
    if (out.url.isEmpty())
        out.problem = "GENERIC_LOGGER_ENDPOINT is not set";
    out.headers = headerList(lookup.variable("GENERIC_LOGGER_HEADERS"), false);
    const json::Object *own = lookup.ownMap("headers");
    for (auto it = own ? own->begin() : nullptr; own && it != own->end(); ++it) {
        if (it->value().is_string())
            out.headers.emplace_back(std::string(it->key()), Secret(std::string(it->value().get_string())));
    }
}

struct Kind
{
    std::string_view name;
    void (*read)(const Lookup &, SinkSettings &);
    FormatPtr (*format)(const SinkSettings &);
};

std::string option(const SinkSettings &settings, std::string_view name)
{
    const auto found = std::ranges::find(settings.options, name, [](const auto &item) { return item.first; });
    return found == settings.options.end() ? std::string() : found->second;
}

FormatPtr makeWebhook(const SinkSettings &)
{
    return webhookFormat();
}

FormatPtr makeLangfuse(const SinkSettings &settings)
{
    LangfuseOptions options{.release = option(settings, "release"), .defaultTags = {}};
    for (const auto &[name, value] : settings.options) {
        if (name == "tag")
            options.defaultTags.push_back(value);
    }
    return langfuseFormat(std::move(options));
}

FormatPtr makeLangsmith(const SinkSettings &settings)
{
    return langsmithFormat({option(settings, "project"), option(settings, "run_name")});
}

FormatPtr makeOtel(const SinkSettings &settings)
{
    return otelFormat({option(settings, "service"), option(settings, "tracer")});
}

constexpr std::array kKinds{Kind{"langfuse", &readLangfuse, &makeLangfuse},
                            Kind{"langfuse_otel", &readLangfuseOtel, &makeOtel},
                            Kind{"langsmith", &readLangsmith, &makeLangsmith},
                            Kind{"otel", &readOtel, &makeOtel},
                            Kind{"webhook", &readWebhook, &makeWebhook},
                            Kind{"generic_api", &readWebhook, &makeWebhook},
                            Kind{"custom_callback_api", &readWebhook, &makeWebhook}};

const Kind *kindOf(std::string_view name)
{
    const auto *found = std::ranges::find(kKinds, name, &Kind::name);
    return found == kKinds.end() ? nullptr : found;
}

}   // namespace

bool SinkSettings::operator==(const SinkSettings &other) const
{
    const auto sameHeader = [](const auto &a, const auto &b) {
        return a.first == b.first && a.second.equals(b.second.reveal());
    };
    return name == other.name && problem == other.problem && url.equals(other.url.reveal()) &&
           std::ranges::equal(headers, other.headers, sameHeader) && onSuccess == other.onSuccess &&
           onFailure == other.onFailure && content == other.content && options == other.options;
}

bool isSink(std::string_view name)
{
    return kindOf(name) != nullptr;
}

SinkSettings sinkOf(const std::string &name, const config::Config &config, const Variables &variables)
{
    SinkSettings out;
    out.name = name;
    const Kind *kind = kindOf(name);
    if (!kind) {
        out.problem = "it is not known";
        return out;
    }
    const auto names = [&name](const std::vector<std::string> &list) {
        return std::ranges::find(list, name) != list.end();
    };
    const Lookup lookup(config, variables, name);
    out.onSuccess = names(config.watching.onSuccess);
    out.onFailure = names(config.watching.onFailure);
    out.content = lookup.tellsContent();
    kind->read(lookup, out);
    return out;
}

std::vector<SinkSettings> sinksOf(const config::Watching &watching, const config::Config &config,
                                  const Variables &variables)
{
    std::vector<SinkSettings> sinks;
    for (const std::vector<std::string> *list : {&watching.onSuccess, &watching.onFailure}) {
        for (const std::string &name : *list) {
            if (isSink(name) && std::ranges::find(sinks, name, &SinkSettings::name) == sinks.end())
                sinks.push_back(sinkOf(name, config, variables));
        }
    }
    return sinks;
}

FormatPtr formatOf(const SinkSettings &settings)
{
    const Kind *kind = kindOf(settings.name);
    return kind ? kind->format(settings) : nullptr;
}

AlertTargets alertTargets(const config::Alerting &alerting, const std::string &type,
                          const Variables &variables)
{
    AlertTargets targets;
    const auto has = [&alerting](std::string_view channel) {
        return std::ranges::find(alerting.channels, channel) != alerting.channels.end();
    };
    const auto own = alerting.urls.find(type);
    if (has("slack")) {
        if (own != alerting.urls.end())
            targets.slack = own->second;
        else if (const auto url = variables("SLACK_WEBHOOK_URL"); url && !url->empty())
            targets.slack.emplace_back(*url);
    }
    if (const auto url = variables("WEBHOOK_URL"); has("webhook") && url && !url->empty())
        targets.webhook.emplace_back(*url);
    return targets;
}

}   // namespace gw::sinks
