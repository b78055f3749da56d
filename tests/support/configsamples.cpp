#include "tests/support/configsamples.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

const QString kText = u"# Models for the whole team\n"
                      "model_list:\n"
                      "  - model_name: gpt-5.1          # the default\n"
                      "    litellm_params:\n"
                      "      model: openai/gpt-5.1\n"
                      "      api_key: keychain/openai\n"
                      "      rpm: 600\n"
                      "  - model_name: sonnet\n"
                      "    litellm_params:\n"
                      "      model: anthropic/claude-sonnet-4-5\n"
                      "      api_key: os.environ/ANTHROPIC_API_KEY\n"
                      "  - model_name: \"local/*\"\n"
                      "    litellm_params: {model: \"ollama/*\", api_base: \"http://localhost:11434\"}\n"
                      "\n"
                      "router_settings:\n"
                      "  routing_strategy: least-busy\n"
                      "  num_retries: 2\n"
                      "  fallbacks:\n"
                      "    - gpt-5.1: [sonnet]\n"
                      "\n"
                      "litellm_settings:\n"
                      "  request_timeout: 600           # seconds\n"
                      "  drop_params: true\n"
                      "  system_note: |\n"
                      "    Kept as it is:\n"
                      "      every space of it.\n"_s;

client::ConfigPath path(const char *section, const char *key)
{
    return {std::string(section), std::string(key)};
}

}   // namespace

client::ConfigCheck checkSample(const QString &text)
{
    client::ConfigCheck check;
    check.usable = true;
    check.models = int(text.count(u"model_name"_s));
    int line = 0;
    for (const QString &row : text.split(u'\n')) {
        ++line;
        if (row.contains(u"num_retires"_s))
            check.problems.push_back({false, u"/home/ada/.config/portico/config.yaml"_s, line, 3,
                                      u"router_settings.num_retires"_s,
                                      u"is not known; did you mean num_retries?"_s});
        if (row.endsWith(u'[')) {
            check.usable = false;
            check.problems.push_back({true,
                                      u"/home/ada/.config/portico/config.yaml"_s,
                                      line,
                                      1,
                                      {},
                                      u"end of sequence flow not found"_s});
        }
    }
    return check;
}

void fillConfig(FakeConfig &config)
{
    using Origin = client::ConfigOrigin;
    const QString file = u"/home/ada/.config/portico/config.yaml"_s;
    config.known = {file,
                    u"/home/ada/.local/share/portico"_s,
                    u"/home/ada/.local/share/portico/backups"_s,
                    u"made by Portico and kept in its vault"_s,
                    {u"https_proxy=http://proxy.example.com:3128"_s, u"no_proxy=localhost,127.0.0.1"_s},
                    48'400'000};
    config.texts.files = {{file, kText, u"hash0"_s, true}};
    config.checker = &checkSample;
    config.knownKeys = {
        {{}, u"model_list"_s, u"The models that are offered, each with how to reach it"_s, true},
        {{}, u"router_settings"_s, u"How requests are spread, retried and passed on"_s, true},
        {u"litellm_params"_s, u"model"_s, u"provider/name as the provider calls it"_s, true},
        {u"litellm_params"_s, u"max_parallel_requests"_s, u"Requests at the same time"_s, true},
        {u"router_settings"_s, u"num_retries"_s, u"How often a failed request is tried again"_s, true},
        {u"router_settings"_s, u"retry_after"_s, u"Seconds to wait at least before another try"_s, true},
        {u"router_settings"_s, u"retry_policy"_s, u"Tries by class of error"_s, true},
        {u"router_settings"_s, u"redis_host"_s, u"No effect yet: router state stays within this process"_s,
         false},
    };
    config.values = {
        {path("portico_settings", "host_names"),
         json::Array{"gateway.lan", "ada.local"},
         {Origin::Kind::Include, u"/home/ada/.config/portico/network.yaml"_s, 3, 15, {}}},
        {path("litellm_settings", "request_timeout"), 600, {Origin::Kind::Plain, file, 22, 20, {}}},
        {path("litellm_settings", "ssl_verify"),
         "/home/ada/certs/company-ca.pem",
         {Origin::Kind::Plain, file, 24, 15, {}}},
        {path("router_settings", "num_retries"), 2, {Origin::Kind::Alias, file, 17, 16, u"tries"_s}},
        {path("general_settings", "allowed_ips"),
         "os.environ/ALLOWED",
         {Origin::Kind::Environment, file, 30, 16, u"ALLOWED"_s}},
        {path("general_settings", "enforce_user_param"), true, {Origin::Kind::Plain, file, 31, 23, {}}},
    };
    QString old = kText;
    old.replace(u"  num_retries: 2\n"_s, u"  num_retries: 5\n  cooldown_time: 30\n"_s);
    QString older = old;
    older.remove(u"  - model_name: sonnet\n    litellm_params:\n      model: anthropic/claude-sonnet-4-5\n"
                 "      api_key: os.environ/ANTHROPIC_API_KEY\n"_s);
    const std::int64_t day = 86'400'000'000;
    const std::int64_t now = 1'795'000'000'000'000;
    config.backups = {{u"/b/3"_s, u"config.yaml"_s, now, kText.size()},
                      {u"/b/2"_s, u"config.yaml"_s, now - day / 3, old.size()},
                      {u"/b/1"_s, u"config.yaml"_s, now - 4 * day, older.size()},
                      {u"/b/0"_s, u"network.yaml"_s, now - 9 * day, 210}};
    config.backupTexts = {{u"/b/3"_s, kText}, {u"/b/2"_s, old}, {u"/b/1"_s, older}, {u"/b/0"_s, u"x: 1\n"_s}};
}

client::ImportPreview importSample()
{
    client::ImportPreview preview;
    preview.path = u"/home/ada/litellm/config.yaml"_s;
    preview.readable = true;
    preview.files = {preview.path, u"/home/ada/litellm/models.yaml"_s};
    preview.models = {
        {u"gpt-5.1"_s, u"openai"_s, u"gpt-5.1"_s, u"os.environ/OPENAI_API_KEY"_s, false, 3, true},
        {u"gpt-5.1-mini"_s, u"openai"_s, u"gpt-5.1-mini"_s, u"os.environ/OPENAI_API_KEY"_s, false, 8, false},
        {u"claude"_s, u"anthropic"_s, u"claude-sonnet-4-5"_s, u"os.environ/ANTHROPIC_KEY"_s, true, 12, false},
        {u"mistral"_s, u"mistral"_s, u"mistral-large-latest"_s, u"in the file"_s, false, 17, false},
        {u"embed"_s, u"ollama"_s, u"nomic-embed-text"_s, {}, false, 22, false},
    };
    preview.settings = {
        {u"router_settings.num_retries"_s, u"3"_s, 27, true, {}},
        {u"router_settings.fallbacks"_s, u"[{\"gpt-5.1\":[\"claude\"]}]"_s, 28, true, {}},
        {u"litellm_settings.drop_params"_s, u"true"_s, 32, true, {}},
        {u"litellm_settings.callbacks"_s, u"[\"otel\"]"_s, 33, false, u"no callback is called"_s},
        {u"litellm_settings.success_callback"_s, u"[\"langfuse\"]"_s, 34, true, {}},
        {u"general_settings.master_key"_s, u"••••"_s, 38, true, {}},
        {u"general_settings.alerting"_s, u"[\"slack\"]"_s, 39, false, u"no alert is sent"_s},
    };
    preview.problems = {
        {false, preview.path, 19, 7, u"model_list[3].litellm_params.temprature"_s,
         u"is not known; did you mean temperature?"_s},
        {true, preview.path, 23, 5, u"model_list[5]"_s, u"has no model_name; the row is left out"_s},
    };
    preview.errors = 1;
    return preview;
}

}   // namespace gw::test
