#include "core/localclient/inprocess.h"

#include "core/config/configfiles.h"
#include "core/localclient/configchanger.h"
#include "core/localclient/deploymentrows.h"
#include "core/localclient/doctor.h"
#include "core/localclient/doorrequest.h"
#include "core/localclient/inprocessaccounts.h"
#include "core/localclient/inprocessclients.h"
#include "core/localclient/inprocessdiscovery.h"
#include "core/localclient/inprocesskeys.h"
#include "core/localclient/inprocessmodels.h"
#include "core/localclient/inprocessplayground.h"
#include "core/localclient/inprocessrouting.h"
#include "core/localclient/inprocessspend.h"
#include "core/localclient/texts.h"
#include "core/localclient/trafficvalues.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>

#include <algorithm>

namespace gw::client {

namespace {

constexpr int kCountersMs = 1000;
constexpr int kSilentTicks = 5;   // Seconds without an answer until the gateway counts as lost.
constexpr int kTodayRows = 200'000;
constexpr int kTestTimeoutMs = 60'000;

// Adds up the rows of one local day.
class DaySum
{
public:
    explicit DaySum(std::int64_t midnightUs)
        : m_midnightUs(midnightUs)
    {
        m_today.requestsByHour.assign(24, 0);
        m_today.tokensByHour.assign(24, 0);
        m_today.costPicoByHour.assign(24, 0);
    }

    void add(const ledger::Row &row)
    {
        const auto hour = static_cast<std::size_t>(
            std::clamp<std::int64_t>((row.open.startedUs - m_midnightUs) / 3'600'000'000, 0, 23));
        const std::int64_t input = std::max<std::int64_t>(row.close.usage.input, 0);
        const std::int64_t output = std::max<std::int64_t>(row.close.usage.output, 0);
        if (row.open.attempt == 0) {
            ++m_today.requests;
            ++m_today.requestsByHour[hour];
        }
        m_today.failures +=
            row.close.outcome == ledger::Outcome::Success || row.close.outcome == ledger::Outcome::ClientGone
                ? 0
                : 1;
        m_today.unpriced += row.close.unpriced ? 1 : 0;
        m_today.input += input;
        m_today.output += output;
        m_today.costPico += row.close.costPico;
        m_today.tokensByHour[hour] += input + output;
        m_today.costPicoByHour[hour] += row.close.costPico;
        if (row.close.overheadUs >= 0)
            m_overheads.push_back(row.close.overheadUs);
    }

    Today result()
    {
        if (!m_overheads.empty()) {
            const auto rank = static_cast<std::ptrdiff_t>((m_overheads.size() - 1) * 95 / 100);
            std::nth_element(m_overheads.begin(), m_overheads.begin() + rank, m_overheads.end());
            m_today.overheadP95Us = m_overheads[static_cast<std::size_t>(rank)];
        }
        return m_today;
    }

private:
    std::int64_t m_midnightUs;
    Today m_today;
    std::vector<std::int32_t> m_overheads;
};

}   // namespace

InProcessClient::InProcessClient(InProcessParts parts, QObject *parent)
    : GatewayClient(parent)
    , m_parts(std::move(parts))
    , m_traffic(
          m_parts.ledgerFolder,
          {&m_parts.ledger.bodies(),
           [this](bool on, std::function<void(const QString &)> done) { keepBodies(on, std::move(done)); }},
          {[this] { return QStringLiteral("http://127.0.0.1:%1").arg(m_parts.port); },
           [this] { return m_parts.masterKey(); }})
    , m_config(LocalConfigParts{.vault = m_parts.vault,
                                .environment = [variables = m_parts.environment](
                                                   const std::string &name) { return variables(name); },
                                .reload = [this] { m_parts.reloadConfig(); },
                                .masterKeySource = m_parts.masterKeySource,
                                .configPath = m_parts.configPath,
                                .dataFolder = m_parts.dataFolder,
                                .backupFolder = m_parts.backupFolder})
    , m_vault(m_parts.door, m_parts.keySource)
    , m_changer(std::make_unique<ConfigChanger>(
          m_parts.vault, ConfigChanger::Places{m_parts.configPath.toStdString(),
                                               m_parts.backupFolder.toStdString(), m_parts.reloadConfig}))
{
    if (m_parts.listens)
        m_state = EngineState::Running;
    const auto nextToken = [this] { return ++m_lastToken; };
    m_models = std::make_unique<InProcessModels>(m_parts, *m_changer, nextToken);
    m_accounts = std::make_unique<InProcessAccounts>(
        m_parts, *m_changer, nextToken, [this](const ProviderDraft &draft) { return testProvider(draft); });
    m_discovery = std::make_unique<InProcessDiscovery>(m_parts, nextToken);
    m_routing = std::make_unique<InProcessRouting>(RoutingParts{m_parts.routes, m_parts.prices, nextToken});
    m_keys = std::make_unique<InProcessKeys>(
        KeysParts{m_parts.directory, m_parts.limiter, m_parts.ledgerFolder, m_parts.routes, nextToken});
    m_spend = std::make_unique<InProcessSpend>(SpendParts{m_parts.ledgerFolder, m_parts.directory,
                                                          m_parts.prices, m_parts.routes, nextToken,
                                                          m_parts.allGateways, m_parts.masterKey});
    m_playground = std::make_unique<InProcessPlayground>(
        PlaygroundParts{[this] { return m_parts.port; }, m_parts.masterKey, nextToken});
    m_clients = std::make_unique<InProcessClients>(ClientsParts{
        m_parts.dataFolder.isEmpty() ? std::string() : m_parts.dataFolder.toStdString() + "/clients",
        clientsetup::surroundingsHere(), m_parts.masterKey, [this] { return status().url; },
        m_parts.directory, m_keys.get(), nextToken});
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_parts.bus.setListening(true);
    connect(&m_parts.bus, &events::Bus::published, this, &GatewayClient::happened);
    m_counters.setInterval(kCountersMs);
    connect(&m_counters, &QTimer::timeout, this, [this, before = std::uint64_t(0)]() mutable {
        watch();
        // Nothing is painted anew while nothing happens.
        const ledger::Counters counters = m_parts.ledger.counters();
        const std::uint64_t now = counters.opened + counters.closed + counters.broken;
        const QStringList refused = status().refusedOrigins;
        const bool news = std::exchange(m_refused, refused) != refused;
        if (std::exchange(before, now) != now || news)
            Q_EMIT statusChanged();
    });
    m_counters.start();
}

InProcessClient::~InProcessClient()
{
    m_parts.bus.setListening(false);
}

ModelsClient &InProcessClient::models()
{
    return *m_models;
}

AccountsClient &InProcessClient::accountsClient()
{
    return *m_accounts;
}

RoutingClient &InProcessClient::routing()
{
    return *m_routing;
}

KeysClient &InProcessClient::keys()
{
    return *m_keys;
}

SpendClient &InProcessClient::spend()
{
    return *m_spend;
}

PlaygroundClient &InProcessClient::playground()
{
    return *m_playground;
}

ClientsClient &InProcessClient::clients()
{
    return *m_clients;
}

DiscoveryClient &InProcessClient::discovery()
{
    return *m_discovery;
}

void InProcessClient::home(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

void InProcessClient::drained()
{
    m_state = EngineState::Stopped;
    Q_EMIT statusChanged();
}

void InProcessClient::configApplied()
{
    m_traffic.configApplied();
    Q_EMIT configChanged();
    Q_EMIT statusChanged();
}

Token InProcessClient::allowOrigin(const QString &origin)
{
    json::Array origins;
    for (const std::string &known : m_parts.config()->general.origins)
        origins.emplace_back(known);
    origins.emplace_back(origin.toStdString());
    return m_config.edit({{.op = ConfigEdit::Op::Set,
                           .path = {std::string("portico_settings"), std::string("origins")},
                           .value = std::move(origins),
                           .overReference = true}});
}

void InProcessClient::keepBodies(bool on, std::function<void(const QString &problem)> done)
{
    if (m_parts.configPath.isEmpty())
        return done(tr("There is no config.yaml that could hold this setting."));
    const Token token =
        m_config.edit({{.op = ConfigEdit::Op::Set,
                        .path = {std::string("general_settings"), std::string("store_prompts_in_spend_logs")},
                        .value = on,
                        .overReference = true}});
    auto *once = new QObject(this);
    connect(&m_config, &ConfigClient::saved, once,
            [token, once, done = std::move(done)](Token saved, const ConfigSaved &result) {
                if (saved != token)
                    return;
                once->deleteLater();
                done(result.ok() ? QString() : result.problem.message);
            });
}

Status InProcessClient::status() const
{
    Status status;
    status.state = m_state;
    status.port = m_parts.port;
    status.url = QStringLiteral("http://localhost:%1/v1").arg(m_parts.port);
    status.problem = m_problem;
    status.portOwner = m_portOwner;
    status.keySource = m_parts.keySource();
    const Secret key = m_parts.masterKey();
    status.masterKeyMasked = key.isEmpty() ? QString() : text(key.masked());
    status.configPath = m_parts.configPath;
    status.configProblem = m_parts.configProblem();
    status.version = m_parts.version;
    const ledger::Counters counters = m_parts.ledger.counters();
    status.opened = counters.opened;
    status.closed = counters.closed;
    status.broken = counters.broken;
    status.paused = m_parts.paused && m_parts.paused();
    status.lostSinceUs = m_lostSinceUs;
    if (m_parts.refusedOrigins) {
        const auto &allowed = m_parts.config()->general.origins;
        for (const std::string &origin : m_parts.refusedOrigins())
            if (std::ranges::find(allowed, origin) == allowed.end() &&
                std::ranges::find(allowed, "*") == allowed.end())
                status.refusedOrigins << text(origin);
    }
    status.deployments = static_cast<int>(m_parts.config()->deployments.size());
    return status;
}

std::vector<Finding> InProcessClient::examine() const
{
    DoctorFacts facts{.status = status(),
                      .vault = m_vault.state(),
                      .config = m_parts.config(),
                      .environment = {},
                      .isReadable = {},
                      .freeBytes = {},
                      .dataFolder = m_parts.dataFolder};
    Doctor::useThisMachine(facts);
    return Doctor::examine(facts);
}

void InProcessClient::setRunning(bool on)
{
    if (on == (m_state == EngineState::Running))
        return;
    if (!on) {
        m_parts.drain();
        return;
    }
    m_portOwner.clear();
    m_problem.clear();
    const auto port = m_parts.listen();
    if (port.ok()) {
        m_state = EngineState::Running;
        m_parts.port = port.value();
    } else {
        m_problem = text(port.error().message);
        m_portOwner = portOwner(m_parts.port);
        m_state = m_portOwner.isEmpty() ? EngineState::Failed : EngineState::PortBusy;
    }
    Q_EMIT statusChanged();
}

void InProcessClient::setPort(int port)
{
    m_parts.port = port;
    m_parts.setPort(static_cast<std::uint16_t>(port));
    Q_EMIT statusChanged();
}

void InProcessClient::setPaused(bool on)
{
    if (m_parts.setPaused)
        m_parts.setPaused(on);
    Q_EMIT statusChanged();
}

// Ticks are counted, not time: a computer that slept has not heard nothing.
void InProcessClient::watch()
{
    if (!m_parts.ping || m_state != EngineState::Running)
        return;
    if (m_pongs == m_pings) {
        m_silentTicks = 0;
        const QPointer<InProcessClient> self(this);
        m_parts.ping([self, this, number = ++m_pings] {
            if (!self)
                return;
            home([this, number] {
                m_pongs = number;
                if (std::exchange(m_lostSinceUs, 0) != 0)
                    Q_EMIT statusChanged();
            });
        });
    } else if (++m_silentTicks == kSilentTicks) {
        m_lostSinceUs = (QDateTime::currentMSecsSinceEpoch() - kSilentTicks * kCountersMs) * 1000;
        Q_EMIT statusChanged();
    }
}

Token InProcessClient::requestToday(std::int64_t unixUs)
{
    const Token token = ++m_lastToken;
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(unixUs / 1000);
    const std::int64_t midnight = local.date().startOfDay().toMSecsSinceEpoch() * 1000;
    ledger::PageQuery query;
    query.filter.fromUs = midnight;
    query.filter.untilUs = local.date().addDays(1).startOfDay().toMSecsSinceEpoch() * 1000;
    query.limit = kTodayRows;
    auto sum = std::make_shared<DaySum>(midnight);
    const QPointer<InProcessClient> self(this);
    m_parts.reader.page(query,
                        [self, this, token, sum](ledger::QueryToken, const Result<ledger::Page> &page) {
                            if (page.ok()) {
                                for (const ledger::Row &row : page.value().rows)
                                    sum->add(row);
                            }
                            if ((!page.ok() || page.value().done) && self)
                                home([this, token, sum] { Q_EMIT todayReady(token, sum->result()); });
                        });
    return token;
}

Token InProcessClient::requestRecent(int limit)
{
    const Token token = ++m_lastToken;
    ledger::PageQuery query;
    query.limit = limit;
    auto rows = std::make_shared<std::vector<RequestRow>>();
    const QPointer<InProcessClient> self(this);
    m_parts.reader.page(query,
                        [self, this, token, rows](ledger::QueryToken, const Result<ledger::Page> &page) {
                            if (page.ok()) {
                                for (const ledger::Row &row : page.value().rows)
                                    rows->push_back(toRequestRow(row));
                            }
                            if ((!page.ok() || page.value().done) && self)
                                home([this, token, rows] { Q_EMIT recentReady(token, *rows); });
                        });
    return token;
}

std::vector<CatalogEntry> InProcessClient::catalog() const
{
    static const providers::Adapters adapters;
    std::vector<CatalogEntry> out;
    for (const providers::ProviderRow &row : providers::Catalog::builtIn().rows()) {
        CatalogEntry entry;
        entry.id = text(row.id);
        entry.name = text(row.name);
        entry.category = text(row.category);
        const bool placeholders = row.baseUrl.find('{') != std::string::npos;
        entry.baseUrl = placeholders ? QString() : text(row.baseUrl);
        entry.keyUrl = text(row.keyUrl);
        entry.docsUrl = text(row.docsUrl);
        entry.note = text(row.status);
        entry.defaultPort = row.defaultPort;
        entry.local = row.local;
        entry.needsKey = !row.local && row.auth != "none";
        entry.supported = adapters.find(row.adapter) && (row.answers("chat") || row.answers("responses"));
        entry.unverified = row.unverified;
        if (!entry.supported)
            entry.reason =
                row.reason.empty() ? tr("This provider's own API is not supported yet.") : text(row.reason);
        out.push_back(std::move(entry));
    }
    return out;
}

std::vector<ProviderAccount> InProcessClient::accounts() const
{
    const config::ConfigPtr config = m_parts.config();
    std::vector<ProviderAccount> out;
    for (Account &account : accountsOf(m_parts, *config))
        out.push_back(std::move(account.shown));
    return out;
}

Token InProcessClient::testProvider(const ProviderDraft &draft)
{
    const Token token = ++m_lastToken;
    m_tests[token] = std::make_unique<ProviderTest>(
        draft,
        [this, token](const TestStep &step) {
            home([this, token, step] { Q_EMIT testStepped(token, step); });
        },
        [this, token](const TestResult &result) {
            home([this, token, result] {
                m_tests.erase(token);
                Q_EMIT testFinished(token, result);
            });
        });
    return token;
}

void InProcessClient::cancelTest(Token token)
{
    m_tests.erase(token);
}

// The key goes into the vault under the account's name; another account of that name is not overwritten.
Result<std::string> InProcessClient::storeKey(const ProviderDraft &draft)
{
    std::string name;
    for (const QChar c : draft.name.isEmpty() ? draft.providerId : draft.name)
        name += c.isLetterOrNumber() && c.unicode() < 0x80 ? static_cast<char>(c.toLower().unicode()) : '-';
    const std::vector<std::string> names = m_parts.vault.names();
    std::string free = name;
    for (int i = 2; std::ranges::find(names, free) != names.end(); ++i) {
        const auto old = m_parts.vault.resolve(free);
        if (old.ok() && old.value().equals(draft.key.reveal()))
            return free;
        free = name + "-" + std::to_string(i);
    }
    GW_CHECK(m_parts.vault.store(free, draft.key));
    return free;
}

AddResult InProcessClient::add(const ProviderDraft &draft, const QStringList &models)
{
    AddResult result;
    const providers::ProviderRow *row = providers::Catalog::builtIn().find(draft.providerId.toStdString());
    if (!row || models.isEmpty()) {
        result.problem = tr("Choose a provider and at least one model.");
        return result;
    }
    std::string reference;
    if (!draft.key.isEmpty()) {
        const auto stored = storeKey(draft);
        if (!stored.ok()) {
            result.problem = tr("The key could not be kept: %1").arg(text(stored.error().message));
            return result;
        }
        reference = "keychain/" + stored.value();
    }
    QStringList taken;
    for (const config::Deployment &deployment : m_parts.config()->deployments)
        taken << text(deployment.modelName);
    QDir().mkpath(QFileInfo(m_parts.configPath).path());
    for (const QString &model : models) {
        // Two providers' models of one name would share traffic; nobody asked for that here.
        const QString name = taken.contains(model) ? draft.providerId + QLatin1Char('/') + model : model;
        json::Object params{{"model", row->id + "/" + model.toStdString()}};
        if (!draft.baseUrl.isEmpty() && draft.baseUrl != text(row->baseUrl))
            params["api_base"] = draft.baseUrl.toStdString();
        if (!reference.empty())
            params["api_key"] = reference;
        json::Object item{{"model_name", name.toStdString()}, {"litellm_params", std::move(params)}};
        // Where no key of the vault carries the account's name, its rows do.
        if (!draft.name.isEmpty() && draft.name != text(row->name) &&
            reference != "keychain/" + draft.name.toStdString())
            item["model_info"] = json::Object{{"account", draft.name.toStdString()}};
        const config::EditOptions options{m_parts.backupFolder.toStdString(),
                                          QDateTime::currentMSecsSinceEpoch() * 1000};
        const auto written =
            config::appendToFile(m_parts.configPath.toStdString(), "model_list", item, options);
        if (!written.ok()) {
            result.problem = text(written.error().message);
            break;
        }
        result.added << name;
    }
    if (!result.added.isEmpty())
        m_parts.reloadConfig();
    result.ok = result.problem.isEmpty();
    return result;
}

Token InProcessClient::addProvider(const ProviderDraft &draft, const QStringList &models)
{
    const Token token = ++m_lastToken;
    const AddResult result = add(draft, models);
    home([this, token, result] { Q_EMIT providerAdded(token, result); });
    return token;
}

Token InProcessClient::sendTestRequest(const QString &model)
{
    const Token token = ++m_lastToken;
    QNetworkRequest request = doorRequest(
        QStringLiteral("http://127.0.0.1:%1/v1/chat/completions").arg(m_parts.port), m_parts.masterKey());
    request.setTransferTimeout(kTestTimeoutMs);
    const json::Object body{
        {"model", model.toStdString()},
        {"messages", json::Array{json::Object{{"role", "user"}, {"content", "Say hello in one word."}}}}};
    QNetworkReply *reply = m_network.post(request, QByteArray::fromStdString(json::serialize(body)));
    connect(reply, &QNetworkReply::finished, this, [this, reply, token] {
        reply->deleteLater();
        const auto value = json::parse(reply->readAll().toStdString());
        QString answer;
        QString problem;
        if (value.ok() && value.value().is_object()) {
            const json::Object &object = value.value().get_object();
            const json::Array *choices = json::findArray(object, "choices");
            if (choices && !choices->empty()) {
                if (const json::Value *content =
                        json::findPath(choices->front().as_object(), "message.content");
                    content && content->is_string())
                    answer = QString::fromUtf8(content->get_string().data(),
                                               static_cast<qsizetype>(content->get_string().size()));
            } else if (const json::Value *message = json::findPath(object, "error.message");
                       message && message->is_string()) {
                problem = QString::fromUtf8(message->get_string().data(),
                                            static_cast<qsizetype>(message->get_string().size()));
            }
        }
        if (answer.isEmpty() && problem.isEmpty())
            problem = reply->errorString();
        Q_EMIT testRequestFinished(token, answer, problem);
    });
    return token;
}

}   // namespace gw::client
