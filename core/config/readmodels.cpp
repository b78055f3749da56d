#include "core/base/ids.h"
#include "core/config/scalars.h"
#include "core/config/section.h"

#include <algorithm>

namespace gw::config {

namespace {

// credential_list rows by name: what a row refers to by litellm_credential_name.
using Credentials = std::map<std::string, const Node *>;

Credentials readCredentials(Reading &reading, const Node &root)
{
    Credentials credentials;
    const Node *list = root.find("credential_list");
    if (!list || list->isNull())
        return credentials;
    if (!list->isSequence()) {
        reading.error(*list, "credential_list", QT_TRANSLATE_NOOP("gw::config", "must be a list"));
        return credentials;
    }
    for (const Node &row : list->items) {
        const Node *name = row.isMap() ? row.find("credential_name") : nullptr;
        const Node *values = row.isMap() ? row.find("credential_values") : nullptr;
        if (name && name->isScalar() && values && values->isMap())
            credentials[name->text] = values;
        else
            reading.warn(
                row, "credential_list",
                QT_TRANSLATE_NOOP("gw::config", "needs credential_name and credential_values; ignored"));
    }
    return credentials;
}

// Sorted by key, so that the id of a row does not hang on the order in which it was written.
json::Value sorted(const json::Value &value)
{
    if (value.is_array()) {
        json::Array array;
        for (const json::Value &item : value.get_array())
            array.push_back(sorted(item));
        return array;
    }
    if (!value.is_object())
        return value;
    std::map<std::string_view, const json::Value *> members;
    for (const auto &member : value.get_object())
        members[member.key()] = &member.value();
    json::Object object;
    for (const auto &[key, member] : members)
        object[key] = sorted(*member);
    return object;
}

std::string deriveId(const std::string &modelName, const Node &params, std::size_t row)
{
    return sha256Hex(modelName + "\n" + json::serialize(sorted(toJson(params))) + "\n" + std::to_string(row));
}

bool hasAny(std::string_view key, std::initializer_list<std::string_view> prefixes)
{
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

// Fields of DeploymentParams that other must not repeat.
bool isTypedParam(std::string_view key)
{
    static constexpr std::string_view kTyped[] = {"model",
                                                  "custom_llm_provider",
                                                  "api_base",
                                                  "base_url",
                                                  "api_version",
                                                  "organization",
                                                  "timeout",
                                                  "stream_timeout",
                                                  "max_retries",
                                                  "num_retries",
                                                  "rpm",
                                                  "tpm",
                                                  "weight",
                                                  "order",
                                                  "cooldown_time",
                                                  "max_parallel_requests",
                                                  "connect_timeout",
                                                  "gap_timeout",
                                                  "tags",
                                                  "drop_params",
                                                  "extra_headers",
                                                  "additional_drop_params",
                                                  "extra_body",
                                                  "mock_response",
                                                  "mock_timeout",
                                                  "allowed_openai_params",
                                                  "mock_delay",
                                                  "proxy",
                                                  "ssl_verify",
                                                  "use_chat_completions_api",
                                                  "ssl_ca_file",
                                                  "litellm_credential_name"};
    return std::ranges::find(kTyped, key) != std::end(kTyped);
}

void readPrice(Reading &reading, const Node &value, const std::string &key, const std::string &path,
               std::map<std::string, std::string> &prices)
{
    if (value.isNull())
        return;
    if (value.isScalar() && isDecimalText(value.text))
        prices[key] = value.text;
    else
        reading.error(
            value, path,
            QT_TRANSLATE_NOOP("gw::config", "must be a price: a decimal number that is not negative"));
}

class RowReader
{
public:
    RowReader(Reading &reading, const Credentials &credentials, std::size_t row,
              const std::string &list = "model_list")
        : m_reading(reading)
        , m_credentials(credentials)
        , m_row(row)
        , m_path(list + "[" + std::to_string(row) + "]")
    {}

    // One deployment, or one for each organization. Empty after an error.
    std::vector<Deployment> read(const Node &row);

private:
    void addCredential(Node &params);
    void readParams(const Node &params, DeploymentParams &out);
    void readCalls(Section &section, DeploymentParams &out);
    void readMock(Section &section, DeploymentParams &out);
    void readTls(Section &section, DeploymentParams &out);
    void sortRest(const Node &params, Section &section, DeploymentParams &out);
    void readInfo(const Node &info, ModelInfo &out);

    Reading &m_reading;
    const Credentials &m_credentials;
    std::size_t m_row;
    std::string m_path;
};

void RowReader::addCredential(Node &params)
{
    const Node *name = params.find("litellm_credential_name");
    if (!name || !name->isScalar())
        return;
    const auto found = m_credentials.find(name->text);
    if (found == m_credentials.end()) {
        m_reading.error(
            *name, m_path + ".litellm_params.litellm_credential_name",
            Wording(QT_TRANSLATE_NOOP("gw::config", "no row of credential_list has the name '%1'"),
                    {name->text}));
        return;
    }
    const Node &values = *found->second;
    for (std::size_t i = 0; i < values.keys.size(); ++i) {
        if (params.indexOf(values.keys[i].text) < 0)
            params.insert(values.keys[i], values.items[i]);
    }
}

void RowReader::readCalls(Section &section, DeploymentParams &out)
{
    section.read("timeout", out.timeoutS);
    section.read("stream_timeout", out.streamTimeoutS);
    section.read("max_retries", out.maxRetries);
    section.read("num_retries", out.numRetries);
    section.read("rpm", out.rpm);
    section.read("tpm", out.tpm);
    section.read("weight", out.weight);
    section.read("order", out.order);
    section.read("max_parallel_requests", out.maxParallelRequests);
    section.read("cooldown_time", out.cooldownTimeS);
    section.read("connect_timeout", out.connectTimeoutS);
    section.read("gap_timeout", out.gapTimeoutS);
    section.read("region_name", out.regionName);
    if (const Node *budget = section.find("max_budget")) {
        if (isDecimalText(budget->text))
            out.maxBudget = budget->text;
        else
            m_reading.error(*budget, section.pathOf("max_budget"),
                            QT_TRANSLATE_NOOP("gw::config", "must be an amount in USD"));
    }
    std::string period;
    if (section.read("budget_duration", period)) {
        out.budgetPeriodS = durationSeconds(period);
        if (!out.budgetPeriodS)
            m_reading.error(
                *section.find("budget_duration"), section.pathOf("budget_duration"),
                {QT_TRANSLATE_NOOP("gw::config", "'%1' is no duration; try 1d or 30m"), {period}});
    }
    section.read("tags", out.tags);
    section.read("drop_params", out.dropParams);
    section.read("additional_drop_params", out.additionalDropParams);
    section.read("allowed_openai_params", out.allowedOpenaiParams);
    section.read("extra_headers", out.extraHeaders);
    section.read("extra_body", out.extraBody);
    section.read("use_chat_completions_api", out.useChatCompletionsApi);
}

void RowReader::readMock(Section &section, DeploymentParams &out)
{
    if (const Node *mock = section.find("mock_response")) {
        out.hasMockResponse = true;
        out.mockResponse = mock->isScalar() ? mock->text : json::serialize(toJson(*mock, Expose::All));
    }
    section.read("mock_timeout", out.mockTimeout);
    section.read("mock_delay", out.mockDelayS);
}

void RowReader::readTls(Section &section, DeploymentParams &out)
{
    section.read("proxy", out.proxy);
    section.read("ssl_ca_file", out.sslCaFile);
    // ssl_verify is a switch or the path of a CA file.
    const Node *verify = section.find("ssl_verify");
    if (!verify)
        return;
    out.sslVerify = asBool(*verify).value_or(true);
    if (!asBool(*verify))
        section.read("ssl_verify", out.sslCaFile);
}

void RowReader::sortRest(const Node &params, Section &section, DeploymentParams &out)
{
    for (std::size_t i = 0; i < params.keys.size(); ++i) {
        const std::string &key = params.keys[i].text;
        const Node &value = params.items[i];
        if (!value.problem.empty() && out.apiKeyProblem.empty())
            out.apiKeyProblem = value.problem;
        if (value.isNull() || key == "api_key")
            continue;
        if (isPriceName(key)) {
            readPrice(m_reading, value, key, section.pathOf(key), out.prices);
            continue;
        }
        const KeyRow *row = findKey(SectionId::Params, key);
        const bool secret = value.secret || isSecretName(key);
        if (secret || hasAny(key, {"aws_", "azure_", "vertex_", "tenant_id", "client_id"})) {
            if (value.isScalar())
                out.credentials.insert_or_assign(key, Secret(value.text));
            else
                out.credentials.insert_or_assign(key, Secret(json::serialize(toJson(value, Expose::All))));
        }
        if (secret || isTypedParam(key))
            continue;
        if (row)
            out.other[key] = toJson(value);
        else
            out.defaults[key] = toJson(value, Expose::All);
    }
}

void RowReader::readParams(const Node &params, DeploymentParams &out)
{
    Section section(m_reading, SectionId::Params, &params, m_path + ".litellm_params");
    // Unknown keys are parameters of the provider; only a likely misspelling is worth a word.
    Node known = params;
    for (const Node &key : params.keys) {
        if (findKey(SectionId::Params, key.text))
            continue;
        known.remove(key.text);
        if (findKey(SectionId::Defaults, key.text) || isPriceName(key.text))
            continue;
        std::string_view nearest = nearestKey(SectionId::Params, key.text);
        if (nearest.empty())
            nearest = nearestKey(SectionId::Defaults, key.text);
        if (!nearest.empty())
            m_reading.warn(
                key, section.pathOf(key.text),
                Wording(QT_TRANSLATE_NOOP("gw::config",
                                          "unknown key; sent to the provider as it is. Did you mean '%1'?"),
                        {std::string(nearest)}));
    }
    Section(m_reading, SectionId::Params, &known, m_path + ".litellm_params").check();

    if (!section.find("model"))
        m_reading.error(params, section.pathOf("model"), QT_TRANSLATE_NOOP("gw::config", "is missing"));
    section.read("model", out.model);
    section.read("custom_llm_provider", out.customLlmProvider);
    section.read("api_key", out.apiKey);
    section.read("base_url", out.apiBase);
    section.read("api_base", out.apiBase);
    section.read("api_version", out.apiVersion);
    readCalls(section, out);
    readMock(section, out);
    readTls(section, out);
    sortRest(params, section, out);
}

void RowReader::readInfo(const Node &info, ModelInfo &out)
{
    Section section(m_reading, SectionId::ModelInfo, &info, m_path + ".model_info");
    if (!info.isMap())
        return;
    // Unknown keys are kept for /model/info and are no mistake.
    Node known = info;
    for (const Node &key : info.keys) {
        if (!findKey(SectionId::ModelInfo, key.text))
            known.remove(key.text);
    }
    Section(m_reading, SectionId::ModelInfo, &known, m_path + ".model_info").check();
    section.read("id", out.id);
    section.read("mode", out.mode);
    section.read("base_model", out.baseModel);
    section.read("max_tokens", out.maxTokens);
    section.read("max_input_tokens", out.maxInputTokens);
    section.read("max_output_tokens", out.maxOutputTokens);
    section.read("access_groups", out.accessGroups);
    section.read("team_id", out.teamId);
    section.read("team_public_model_name", out.teamPublicModelName);
    section.read("health_check_model", out.healthCheckModel);
    section.read("health_check_timeout", out.healthCheckTimeoutS);
    section.read("health_check_max_tokens", out.healthCheckMaxTokens);
    section.read("disable_background_health_check", out.skipsBackgroundCheck);
    for (std::size_t i = 0; i < info.keys.size(); ++i) {
        const std::string &key = info.keys[i].text;
        if (isPriceName(key))
            readPrice(m_reading, info.items[i], key, section.pathOf(key), out.prices);
    }
    out.raw = toJson(info).as_object();
    if (const json::Value *blocked = out.raw.if_contains("blocked"); blocked && blocked->is_bool())
        out.blocked = blocked->get_bool();
}

std::vector<Deployment> RowReader::read(const Node &row)
{
    Section section(m_reading, SectionId::ModelRow, &row, m_path);
    if (!row.isMap())
        return {};
    section.check();
    Deployment made;
    made.where = row.where();
    if (!section.find("model_name"))
        m_reading.error(row, section.pathOf("model_name"), QT_TRANSLATE_NOOP("gw::config", "is missing"));
    section.read("model_name", made.modelName);
    const Node *written = section.find("litellm_params");
    if (!written || !written->isMap()) {
        m_reading.error(written ? *written : row, section.pathOf("litellm_params"),
                        written ? Wording(QT_TRANSLATE_NOOP("gw::config", "must be a map of keys and values"))
                                : Wording(QT_TRANSLATE_NOOP("gw::config", "is missing")));
        return {};
    }
    Node params = *written;
    addCredential(params);
    readParams(params, made.params);
    const Node *info = section.find("model_info");
    if (info)
        readInfo(*info, made.info);
    // Old placements of the capacity: the row, then litellm_params, then model_info.
    section.read("rpm", made.params.rpm);
    section.read("tpm", made.params.tpm);
    Section infoSection(m_reading, SectionId::ModelInfo, info && info->isMap() ? info : nullptr,
                        m_path + ".model_info");
    if (!made.params.rpm)
        infoSection.read("rpm", made.params.rpm);
    if (!made.params.tpm)
        infoSection.read("tpm", made.params.tpm);

    // A deployment of another environment is left out.
    std::vector<std::string> environments;
    const auto environment = m_reading.variable("LITELLM_ENVIRONMENT");
    if (infoSection.read("supported_environments", environments) && environment &&
        std::ranges::find(environments, *environment) == environments.end())
        return {};

    std::vector<std::string> organizations;
    Section paramSection(m_reading, SectionId::Params, &params, m_path + ".litellm_params");
    paramSection.read("organization", organizations);
    if (organizations.empty())
        organizations.emplace_back();
    std::vector<Deployment> list;
    for (std::size_t i = 0; i < organizations.size(); ++i) {
        Deployment one = made;
        one.params.organization = organizations[i];
        if (one.info.id.empty())
            one.info.id =
                deriveId(i > 0 ? one.modelName + "\n" + organizations[i] : one.modelName, params, m_row);
        else if (i > 0)
            one.info.id.append("-").append(std::to_string(i + 1));
        list.push_back(std::move(one));
    }
    return list;
}

}   // namespace

std::vector<Deployment> readDeployments(Reading &reading, const Node &root)
{
    std::vector<Deployment> deployments;
    const Node *list = root.find("model_list");
    if (!list || list->isNull())
        return deployments;
    if (!list->isSequence()) {
        reading.error(*list, "model_list", QT_TRANSLATE_NOOP("gw::config", "must be a list"));
        return deployments;
    }
    const Credentials credentials = readCredentials(reading, root);
    std::map<std::string, int> lines;
    for (std::size_t row = 0; row < list->items.size(); ++row) {
        const int before = reading.faults;
        std::vector<Deployment> made = RowReader(reading, credentials, row).read(list->items[row]);
        if (reading.faults > before) {
            // A broken row is left out with its errors named; the others are served.
            reading.faults = before;
            continue;
        }
        for (Deployment &deployment : made) {
            const auto [at, fresh] = lines.try_emplace(deployment.info.id, deployment.where.line);
            if (!fresh)
                reading.warn(list->items[row], "model_list[" + std::to_string(row) + "].model_info.id",
                             Wording(QT_TRANSLATE_NOOP("gw::config", "the id '%1' is that of line %2 too"),
                                     {deployment.info.id, std::to_string(at->second)}));
            deployments.push_back(std::move(deployment));
        }
    }
    return deployments;
}

void addStored(Reading &reading, std::vector<Deployment> &deployments)
{
    if (!reading.options.stored)
        return;
    const Credentials none;   // Those of the file are this machine's.
    const std::vector<json::Object> rows = reading.options.stored();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const int before = reading.faults;
        std::vector<Deployment> made =
            RowReader(reading, none, row, "database.model_list").read(fromJson(rows[row]));
        if (reading.faults > before) {
            reading.faults = before;
            continue;
        }
        for (Deployment &deployment : made) {
            const bool known = std::ranges::any_of(
                deployments, [&](const Deployment &other) { return other.info.id == deployment.info.id; });
            deployment.stored = true;
            // The file's word counts.
            if (!known)
                deployments.push_back(std::move(deployment));
        }
    }
}

}   // namespace gw::config
